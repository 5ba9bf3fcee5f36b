import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { readNewest } from './read-newest.ts';

export interface GpuSummary {
  readonly host: string;
  /** UUID: the only name that stays. */
  readonly gpu: string;
  readonly index: string;
  readonly model: string;
  readonly timeMs: number;
  readonly utilizationRatio: number | null;
  readonly powerWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  /** Bits of why the clock is held down; null = gap. */
  readonly throttleReasons: number | null;
}

const fields = [
  'utilization_ratio',
  'power_watts',
  'temperature_celsius',
  'memory_used_bytes',
  'memory_total_bytes',
  'throttle_reasons',
];

/** Every GPU that has reported within a day, by host and index. */
export async function listGpus(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<GpuSummary[]> {
  const readings = await readNewest(services, 'gpu', fields, match, nowMs);
  return readings
    .map(({ tags, timeMs, values }) => ({
      host: tags['host'] ?? '',
      gpu: tags['gpu'] ?? '',
      index: tags['index'] ?? '',
      model: tags['model'] ?? '',
      timeMs,
      utilizationRatio: values['utilization_ratio'] ?? null,
      powerWatts: values['power_watts'] ?? null,
      temperatureCelsius: values['temperature_celsius'] ?? null,
      memoryUsedBytes: values['memory_used_bytes'] ?? null,
      memoryTotalBytes: values['memory_total_bytes'] ?? null,
      throttleReasons: values['throttle_reasons'] ?? null,
    }))
    .sort((a, b) =>
      `${a.host} ${a.index}`.localeCompare(`${b.host} ${b.index}`, 'en', { numeric: true }),
    );
}
