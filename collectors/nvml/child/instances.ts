import type { Device, MigAttributes, Nvml } from '#node-nvml';
import type { Row } from '../protocol.ts';
import { readActiveRatios, readMemory } from './activity.ts';
import { GpmReader } from './gpm.ts';
import { known, readModel, readUuid } from './identity.ts';
import { readProcesses } from './processes.ts';
import type { Rate } from './rota.ts';
import { RowBuilder } from './row-builder.ts';
import { Support } from './support.ts';

/** What an instance has of the GPU it is part of. */
export interface Parent {
  readonly uuid: string;
  readonly index: number;
  readonly model: string;
  readonly device: Device;
}

/** The MIG instances of one GPU, each a device of its own. */
export class InstanceReader {
  readonly #nvml: Nvml;
  readonly #parent: Parent;
  readonly #support: Support;
  #instances: readonly Instance[] = [];

  constructor(nvml: Nvml, parent: Parent, support: Support) {
    this.#nvml = nvml;
    this.#parent = parent;
    this.#support = support;
  }

  /** UUIDs in the order of the driver; null when they could not be listed. */
  find(nowMs: number): readonly string[] | null {
    const devices = this.#support.read('instances', () => this.#parent.device.migDevices());
    if (devices === null) return null;
    const uuids = devices.map((device) => readUuid(device, this.#support));
    const before = this.#instances;
    this.#instances = devices.flatMap((device, position) => {
      const uuid = uuids[position] ?? null;
      if (uuid === null) return [];
      const same = before.find((each) => each.uuid === uuid);
      return [same ?? new Instance(this.#nvml, this.#parent, { device, uuid, position }, nowMs)];
    });
    for (const gone of before) if (!this.#instances.includes(gone)) gone.close();
    return this.#instances.map(({ uuid }) => uuid);
  }

  /** The GPU is no longer split. */
  clear(): void {
    this.close();
    this.#instances = [];
  }

  read(due: ReadonlySet<Rate>, nowMs: number): Row[] {
    return this.#instances.map((instance) => {
      const row = instance.read(due, nowMs);
      if (instance.support.gone) this.#support.accept('instance', instance.support.gone);
      return row;
    });
  }

  close(): void {
    for (const instance of this.#instances) instance.close();
  }
}

interface Place {
  readonly device: Device;
  readonly uuid: string;
  readonly position: number;
}

class Instance {
  readonly uuid: string;
  readonly #device: Device;
  readonly #parent: Parent;
  readonly #index: string;
  /** What the GPU does not offer its instances may, and the other way round. */
  readonly support = new Support();
  readonly #gpm: GpmReader | null;
  readonly #profile: string | null;

  constructor(nvml: Nvml, parent: Parent, place: Place, nowMs: number) {
    const { device, uuid, position } = place;
    const { support } = this;
    support.beginRound(nowMs);
    this.uuid = uuid;
    this.#device = device;
    this.#parent = parent;
    this.#index = `${parent.index}:${position}`;
    const gpuInstance = support.read('gpu instance', () => device.mig.gpuInstanceId());
    this.#gpm =
      gpuInstance === null ? null : new GpmReader(nvml, parent.device, support, gpuInstance);
    this.#profile = readProfile(device, support);
  }

  read(due: ReadonlySet<Rate>, nowMs: number): Row {
    const { support } = this;
    support.beginRound(nowMs);
    const row = new RowBuilder();
    readMemory(this.#device, support, row);
    if (this.#gpm) readActiveRatios(this.#gpm, row, true);
    const processes = due.has('often') ? readProcesses(this.#device, support) : null;
    row.put('process_count', processes?.length);
    const model = [this.#parent.model, 'MIG', this.#profile].filter((word) => word !== null);
    return {
      uuid: this.uuid,
      index: this.#index,
      model: model.join(' '),
      values: row.values,
      ...(processes && { processes }),
      ...(due.has('rarely') && { info: this.#info() }),
    };
  }

  close(): void {
    this.#gpm?.close();
  }

  #info() {
    return known({ vendor: 'nvidia', parent: this.#parent.uuid, mig_profile: this.#profile });
  }
}

/** Newer drivers say it in the name of the instance. */
function readProfile(device: Device, support: Support): string | null {
  const named = / MIG (\S+)$/.exec(readModel(device, support))?.[1];
  if (named !== undefined) return named;
  const attributes = support.read('attributes', () => device.mig.attributes());
  return attributes && profileName(attributes);
}

/** As NVIDIA writes it: 1g.10gb, or 1c.2g.20gb for a part of an instance. */
function profileName(attributes: MigAttributes): string {
  const { gpuInstanceSliceCount: slices, computeInstanceSliceCount: compute } = attributes;
  const gigabytes = Math.round(attributes.memoryBytes / 2 ** 30);
  const whole = `${slices}g.${gigabytes}gb`;
  return compute > 0 && compute < slices ? `${compute}c.${whole}` : whole;
}
