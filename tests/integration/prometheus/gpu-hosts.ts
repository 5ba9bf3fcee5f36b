import { measurements } from '#lib/metrics/catalogue.ts';
import { gpu } from '#lib/metrics/gpu.ts';
import type { FieldType } from '#lib/model/metric.ts';
import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';

/** Hosts of busy H100s that are held down by their power limit. */
export interface GpuHosts {
  /** Every value of every GPU at that time. */
  read(nowMs: number): Point[];
  xid(host: string, index: number, code: number, title: string, nowMs: number): Point;
}

export function createGpuHosts(names: readonly string[], gpusPerHost: number): GpuHosts {
  const startMs = Date.now() - 60_000;
  const gpus = names.flatMap((host) =>
    Array.from({ length: gpusPerHost }, (_, index) => tagsOf(host, index)),
  );
  return {
    read(nowMs) {
      const seconds = (nowMs - startMs) / 1000;
      const values = valuesAfter(seconds);
      return [
        ...gpus.map((tags) => point('gpu', tags, values, nowMs)),
        ...gpus.map((tags) => point('gpu_info', tags, infoOf(tags), nowMs)),
        ...names.map((host) => point('host', { host }, { load1: float(1.5) }, nowMs)),
      ];
    },
    xid(host, index, code, title, nowMs) {
      const { gpu: uuid = '' } = tagsOf(host, index);
      const fields = { code: integer(code), title: text(title) };
      return point('gpu_event', { host, gpu: uuid, kind: 'xid' }, fields, nowMs);
    },
  };
}

/** A point of every measurement of the catalogue, with all its fields. */
export function onePointOfEach(nowMs: number): Point[] {
  return measurements.map(({ name, tags, fields }) => {
    const values = fields.map((field): [string, FieldValue] => [field.name, one(field.type)]);
    const own = Object.fromEntries(tags.map((tag) => [tag.name, 'x']));
    return point(name, own, Object.fromEntries(values), nowMs);
  });
}

function one(type: FieldType): FieldValue {
  switch (type) {
    case 'float':
      return float(1);
    case 'integer':
    case 'unsigned':
      return integer(1);
    case 'boolean':
      return { type, value: true };
    case 'string':
      return text('x');
  }
}

function tagsOf(host: string, index: number): Tags {
  const model = 'NVIDIA H100 80GB HBM3';
  return { host, gpu: `GPU-${host}-${index}`, index: String(index), model };
}

/** Whatever is not named here is 1, counters included, so that every field has a value. */
function valuesAfter(seconds: number): Readonly<Record<string, FieldValue>> {
  const known: Readonly<Record<string, number>> = {
    utilization_ratio: 0.97,
    graphics_active_ratio: 0.95,
    tensor_active_ratio: 0.61,
    memory_total_bytes: 85_520_809_984,
    memory_used_bytes: 80_000_000_000,
    memory_free_bytes: 5_000_000_000,
    power_watts: 699,
    power_average_watts: 695,
    power_limit_watts: 700,
    energy_joules_total: 695 * seconds,
    temperature_celsius: 66,
    memory_temperature_celsius: 92,
    sm_clock_hertz: 1.62e9,
    sm_max_clock_hertz: 1.98e9,
    throttle_reasons: 4,
    throttle_power_cap_seconds_total: 0.8 * seconds,
    ecc_corrected_since_load_total: Math.floor(seconds),
    pcie_replay_total: Math.floor(seconds * 3),
    pcie_link_generation: 5,
    pcie_max_link_generation: 5,
    pcie_transmit_bytes_total: Math.floor(2e9 * seconds),
    nvlink_transmit_bytes_total: Math.floor(5e9 * seconds),
    nvlink_receive_bytes_total: Math.floor(4e9 * seconds),
    remapped_rows_uncorrectable_total: 1,
    remapped_rows_failed: 0,
    ecc_uncorrected_since_load_total: 0,
    lost: 0,
  };
  return Object.fromEntries(
    gpu.fields.map(({ name, type }) => {
      const value = known[name] ?? 1;
      return [name, type === 'integer' ? integer(value) : float(value)];
    }),
  );
}

function infoOf({ index = '0' }: Tags): Readonly<Record<string, FieldValue>> {
  return {
    vendor: text('nvidia'),
    pci_bus_id: text(`0000:1${Number(index) === 0 ? '9' : 'a'}:00.0`),
    driver_version: text('560.35.03'),
  };
}

function point(
  measurement: string,
  tags: Tags,
  fields: Readonly<Record<string, FieldValue>>,
  nowMs: number,
): Point {
  return { measurement, tags, fields, timeNs: BigInt(nowMs) * 1_000_000n };
}

function float(value: number): FieldValue {
  return { type: 'float', value };
}

function integer(value: number): FieldValue {
  return { type: 'integer', value: BigInt(value) };
}

function text(value: string): FieldValue {
  return { type: 'string', value };
}
