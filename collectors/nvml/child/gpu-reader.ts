import { performancePolicy, type Device, type Nvml, type PerformancePolicy } from '#node-nvml';
import type { GpuAnswer, Ready, Row, ThrottleReason } from '../protocol.ts';
import { readActiveRatios, readActivity, readPcieThroughput } from './activity.ts';
import { readCondition, readLimits } from './condition.ts';
import { gpuFields, readFields, throttledPrefix } from './field-batch.ts';
import { GpmReader } from './gpm.ts';
import { readIdentity } from './identity.ts';
import { InstanceReader } from './instances.ts';
import { LinkReader } from './links.ts';
import { readProcesses } from './processes.ts';
import { Rota, type Rate } from './rota.ts';
import { RowBuilder } from './row-builder.ts';
import type { Support } from './support.ts';

export interface GpuName {
  readonly uuid: string;
  readonly model: string;
}

/** Reads one GPU and its MIG instances, round after round. */
export class GpuReader {
  readonly name: GpuName;
  readonly device: Device;
  readonly #index: number;
  readonly #driver: Ready;
  readonly #support: Support;
  readonly #rota: Rota;
  readonly #gpm: GpmReader;
  readonly #links: LinkReader;
  readonly #instances: InstanceReader;
  #isSplit = false;

  constructor(
    nvml: Nvml,
    device: Device,
    place: {
      readonly index: number;
      readonly name: GpuName;
      readonly driver: Ready;
      readonly everyField: boolean;
    },
    support: Support,
  ) {
    this.device = device;
    this.name = place.name;
    this.#index = place.index;
    this.#driver = place.driver;
    this.#support = support;
    this.#rota = new Rota(place.index, place.everyField);
    this.#gpm = new GpmReader(nvml, device, support);
    this.#links = new LinkReader(device, support);
    this.#instances = new InstanceReader(
      nvml,
      { ...place.name, index: place.index, device },
      support,
    );
  }

  /** Something has happened to the GPU: the next round reads everything. */
  refresh(): void {
    this.#rota.reset();
  }

  /** What is due now; of no use when `support.gone` says so afterwards. */
  read(nowMs: number): Extract<GpuAnswer, { kind: 'gpu' }> {
    const due = this.#rota.take(nowMs);
    const own = this.#readGpu(due, nowMs);
    return { kind: 'gpu', index: this.#index, rows: [own, ...this.#instances.read(due, nowMs)] };
  }

  close(): void {
    this.#gpm.close();
    this.#instances.close();
  }

  #readGpu(due: ReadonlySet<Rate>, nowMs: number): Row {
    const { device } = this;
    const support = this.#support;
    const row = new RowBuilder();
    const throttled = this.#readFields(due, row);
    readActivity(device, support, row);
    this.#readPower(row);
    this.#links.read(due, row);
    if (due.has('often')) readCondition(device, support, row);
    if (due.has('seldom')) readLimits(device, support, row);
    readActiveRatios(this.#gpm, row, 'pcie_transmit_bytes_total' in row.values);
    readPcieThroughput(device, due, support, row);
    const processes = due.has('often') ? readProcesses(device, support) : null;
    row.put('process_count', processes?.length);
    const instances = due.has('often') ? this.#findInstances(row, nowMs) : null;
    return {
      uuid: this.name.uuid,
      index: String(this.#index),
      model: this.name.model,
      values: row.values,
      throttled,
      ...(processes && { processes }),
      ...(instances && { instances }),
      ...(due.has('rarely') && { info: this.#info() }),
    };
  }

  #readFields(due: ReadonlySet<Rate>, row: RowBuilder) {
    const throttled: Partial<Record<ThrottleReason, number>> = {};
    const wanted = [...gpuFields, ...this.#links.trafficFields()];
    for (const [name, value] of readFields(this.device, wanted, due, this.#support)) {
      if (!name.startsWith(throttledPrefix)) row.put(name, value);
      else throttled[reasonOf(name)] = value;
    }
    for (const [reason, policy] of violations) {
      const seconds = throttled[reason] ?? this.#readViolation(policy);
      if (seconds !== null) throttled[reason] = seconds;
    }
    return throttled;
  }

  #readViolation(policy: PerformancePolicy): number | null {
    const { clocks } = this.device;
    const violation = this.#support.read(`violation ${policy}`, () => clocks.violation(policy));
    return violation?.violationSeconds ?? null;
  }

  /** Boards without these fields have calls instead, which know the average only. */
  #readPower(row: RowBuilder): void {
    const { power } = this.device;
    const { values } = row;
    if (!('power_watts' in values)) {
      const average = values.power_average_watts;
      row.put(
        'power_watts',
        typeof average === 'number' ? average : this.#support.read('power', () => power.usage()),
      );
    }
    if ('energy_joules_total' in values) return;
    row.put(
      'energy_joules_total',
      this.#support.read('energy', () => power.energy()),
    );
  }

  /** Splitting a GPU changes what it offers, so everything is asked anew. */
  #findInstances(row: RowBuilder, nowMs: number): readonly string[] | null {
    if (row.values.mig_enabled === undefined) return null;
    const isSplit = row.values.mig_enabled === 1;
    if (isSplit !== this.#isSplit) this.#support.forget();
    this.#isSplit = isSplit;
    if (isSplit) return this.#instances.find(nowMs);
    this.#instances.clear();
    return [];
  }

  #info() {
    const { driverVersion, cudaVersion } = this.#driver;
    return {
      ...readIdentity(this.device, this.#support),
      ...(driverVersion !== undefined && { driver_version: driverVersion }),
      ...(cudaVersion !== undefined && { cuda_version: cudaVersion }),
    };
  }
}

/** Where a duration is not a field, an older call may tell it. */
const violations = [
  ['power_cap', performancePolicy.power],
  ['sync_boost', performancePolicy.syncBoost],
] as const;

/** Names with this prefix are made in field-batch.ts, from these reasons only. */
function reasonOf(name: string): ThrottleReason {
  return name.slice(throttledPrefix.length) as ThrottleReason;
}
