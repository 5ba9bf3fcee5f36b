import type { Services } from '#lib/services.ts';
import { readNewest, type Reading } from './read-newest.ts';

/** One machine as the overview shows it. Shares are 0 to 1, null = gap. */
export interface HostSummary {
  readonly host: string;
  readonly timeMs: number;
  readonly cpuRatio: number | null;
  readonly cpuCount: number | null;
  readonly load1: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly uptimeSeconds: number | null;
  readonly powerWatts: number | null;
  readonly simulated: boolean;
}

const fields = [
  'cpu_ratio',
  'cpu_count',
  'load1',
  'memory_used_bytes',
  'memory_total_bytes',
  'uptime_seconds',
  'power_watts',
];

/** Every machine that has reported within a day, by name. */
export async function listHosts(
  services: Pick<Services, 'hub' | 'store'>,
  nowMs: number,
): Promise<HostSummary[]> {
  const readings = await readNewest(services, 'host', fields, {}, nowMs);
  return readings
    .flatMap(summary)
    .sort((a, b) => a.host.localeCompare(b.host, 'en', { numeric: true }));
}

/** Null when nothing was heard of it for a day. */
export async function findHost(
  services: Pick<Services, 'hub' | 'store'>,
  host: string,
  nowMs: number,
): Promise<HostSummary | null> {
  const readings = await readNewest(services, 'host', fields, { host: [host] }, nowMs);
  return readings.flatMap(summary)[0] ?? null;
}

function summary({ tags, timeMs, values }: Reading): HostSummary[] {
  const host = tags['host'];
  if (host === undefined) return [];
  return [
    {
      host,
      timeMs,
      cpuRatio: values['cpu_ratio'] ?? null,
      cpuCount: values['cpu_count'] ?? null,
      load1: values['load1'] ?? null,
      memoryUsedBytes: values['memory_used_bytes'] ?? null,
      memoryTotalBytes: values['memory_total_bytes'] ?? null,
      uptimeSeconds: values['uptime_seconds'] ?? null,
      powerWatts: values['power_watts'] ?? null,
      simulated: tags['simulated'] === 'true',
    },
  ];
}
