import type { GpuHealth } from '#lib/model/gpu-health.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { judgeGpu, vitalFields, type GpuVitals } from './judge-gpu.ts';
import { readNewest, type Reading } from './read-newest.ts';

/** One GPU or MIG instance as lists show it; null = gap. */
export interface GpuSummary extends GpuVitals {
  readonly host: string;
  /** UUID: the only name that stays. */
  readonly gpu: string;
  readonly index: string;
  readonly model: string;
  readonly rack: string | null;
  readonly simulated: boolean;
  readonly utilizationRatio: number | null;
  readonly smClockHertz: number | null;
  readonly smMaxClockHertz: number | null;
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly temperatureMarginCelsius: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly health: GpuHealth;
}

const numberFields = {
  utilizationRatio: 'utilization_ratio',
  smClockHertz: 'sm_clock_hertz',
  smMaxClockHertz: 'sm_max_clock_hertz',
  powerWatts: 'power_watts',
  powerLimitWatts: 'power_limit_watts',
  temperatureCelsius: 'temperature_celsius',
  temperatureMarginCelsius: 'temperature_margin_celsius',
  memoryUsedBytes: 'memory_used_bytes',
  memoryTotalBytes: 'memory_total_bytes',
} as const;

const fields = [...Object.values(numberFields), ...Object.values(vitalFields)];

/** False for a MIG instance, which is a part of a board that stands in the same list. */
export function isBoard({ gpu }: Pick<GpuSummary, 'gpu'>): boolean {
  return !gpu.startsWith('MIG-');
}

/** Every GPU that has reported within a day, by host and index. */
export async function listGpus(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<GpuSummary[]> {
  const readings = await readNewest(services, 'gpu', fields, match, nowMs);
  return newestOfEach(readings)
    .map((reading) => summary(reading, nowMs))
    .sort((a, b) =>
      `${a.host} ${a.index}`.localeCompare(`${b.host} ${b.index}`, 'en', { numeric: true }),
    );
}

/** A GPU whose index or model has changed has left a series behind under the old one. */
function newestOfEach(readings: readonly Reading[]): Reading[] {
  const newest = new Map<string, Reading>();
  for (const reading of readings) {
    const gpu = reading.tags['gpu'] ?? '';
    const other = newest.get(gpu);
    if (!other || other.timeMs < reading.timeMs) newest.set(gpu, reading);
  }
  return [...newest.values()];
}

function summary({ tags, timeMs, values }: Reading, nowMs: number): GpuSummary {
  const vitals: GpuVitals = { timeMs, ...pick(values, vitalFields) };
  return {
    host: tags['host'] ?? '',
    gpu: tags['gpu'] ?? '',
    index: tags['index'] ?? '',
    model: tags['model'] ?? '',
    rack: tags['rack'] ?? null,
    simulated: tags['simulated'] === 'true',
    ...vitals,
    ...pick(values, numberFields),
    health: judgeGpu(vitals, nowMs),
  };
}

function pick<Name extends string>(
  values: Reading['values'],
  names: Readonly<Record<Name, string>>,
): Record<Name, number | null> {
  const picked = Object.entries<string>(names).map(([name, field]) => [
    name,
    values[field] ?? null,
  ]);
  // Built from the entries of `names`, so it has exactly its keys.
  return Object.fromEntries(picked) as Record<Name, number | null>;
}
