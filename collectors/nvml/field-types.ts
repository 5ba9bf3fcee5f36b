import { gpu } from '#lib/metrics/gpu.ts';
import { gpuInfo } from '#lib/metrics/gpu-info.ts';
import type { FieldType, MeasurementDescriptor } from '#lib/model/metric.ts';
import type { FieldValue } from '#lib/model/sample.ts';
import { float, integer } from '../fields.ts';

const gpuTypes = typesOf(gpu);
const infoTypes = typesOf(gpuInfo);

/** Counters of the driver: they restart with it. Those of throttling are the agent's own. */
export const driverCounters: ReadonlySet<string> = new Set(
  gpu.fields.flatMap(({ name, kind }) =>
    kind === 'counter' && !name.startsWith('throttle_') ? [name] : [],
  ),
);

/** A value of the `gpu` measurement as the catalogue types it. */
export function gpuField(name: string, value: string | number): FieldValue | undefined {
  return typed(gpuTypes.get(name), value);
}

export function infoField(name: string, value: string | number): FieldValue | undefined {
  return typed(infoTypes.get(name), value);
}

function typed(type: FieldType | undefined, value: string | number): FieldValue | undefined {
  if (type === 'string') return { type, value: String(value) };
  if (type === 'float') return float(Number(value));
  if (type !== 'integer') return undefined;
  return integer(typeof value === 'string' ? BigInt(value) : value);
}

function typesOf(measurement: MeasurementDescriptor): ReadonlyMap<string, FieldType> {
  return new Map(measurement.fields.map(({ name, type }) => [name, type]));
}
