import type { Services } from '#lib/services.ts';
import type { Overview } from './read-overview.ts';
import { readTrend } from './read-trend.ts';

/** A number with its last hour, a value a minute. */
export interface TileNumber {
  readonly value: number | null;
  readonly trend: readonly (number | null)[];
}

export interface OverviewTiles {
  /** Null where nothing measures power. */
  readonly power: (TileNumber & { readonly source: 'machines' | 'gpus' }) | null;
  readonly cpu: TileNumber;
  readonly memory: TileNumber & { readonly totalBytes: number | null };
  readonly network: TileNumber;
  readonly training: TileNumber & { readonly runs: number };
  readonly firing: number;
  readonly pending: number;
}

export async function readOverviewTiles(
  services: Pick<Services, 'hub' | 'store' | 'alerts'>,
  overview: Overview,
  nowMs: number,
): Promise<OverviewTiles> {
  const trend = (request: Parameters<typeof readTrend>[1]) => readTrend(services, request, nowMs);
  const [power, cpu, memory, network, training] = await Promise.all([
    readPower(services, overview, nowMs),
    trend({ measurement: 'host', field: 'cpu_ratio', across: 'mean' }),
    trend({ measurement: 'host', field: 'memory_used_bytes' }),
    trend({ measurement: 'host_network', field: 'receive_bytes_total', aggregate: 'rate' }),
    trend({ measurement: 'training', field: 'samples_per_second' }),
  ]);
  const { hosts } = overview;
  const states = services.alerts.active().map((alert) => alert.state.kind);
  return {
    power,
    cpu: { value: mean(hosts.map((host) => host.cpuRatio)), trend: cpu },
    memory: {
      value: sum(hosts.map((host) => host.memoryUsedBytes)),
      totalBytes: sum(hosts.map((host) => host.memoryTotalBytes)),
      trend: memory,
    },
    network: {
      value: bits(live(services, 'host_network', 'rate(receive_bytes_total)', nowMs)),
      trend: network.map(bits),
    },
    training: {
      value: live(services, 'training', 'samples_per_second', nowMs),
      runs: running(services, nowMs),
      trend: training,
    },
    firing: states.filter((kind) => kind === 'firing').length,
    pending: states.filter((kind) => kind === 'pending').length,
  };
}

/** What machines report at their supplies holds their GPUs; only without it the GPUs stand alone. */
async function readPower(
  services: Pick<Services, 'store'>,
  { hosts, gpus }: Overview,
  nowMs: number,
): Promise<OverviewTiles['power']> {
  const machines = sum(hosts.map((host) => host.powerWatts));
  const value = machines ?? sum(gpus.map((gpu) => gpu.powerWatts));
  if (value === null) return null;
  const source = machines === null ? 'gpus' : 'machines';
  const measurement = source === 'gpus' ? 'gpu' : 'host';
  const trend = await readTrend(services, { measurement, field: 'power_watts' }, nowMs);
  return { value, trend, source };
}

const currentMs = 15_000;

function live(
  { hub }: Pick<Services, 'hub'>,
  measurement: string,
  field: string,
  nowMs: number,
): number | null {
  const rows = hub
    .latest(measurement, [field], {})
    .filter((row) => nowMs - row.timeMs <= currentMs);
  return sum(rows.map(({ values: [value] }) => (typeof value === 'number' ? value : null)));
}

function running({ hub }: Pick<Services, 'hub'>, nowMs: number): number {
  return hub.latest('training', ['step'], {}).filter((row) => nowMs - row.timeMs <= currentMs)
    .length;
}

function bits(bytes: number | null): number | null {
  return bytes === null ? null : bytes * 8;
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function mean(values: readonly (number | null)[]): number | null {
  const total = sum(values);
  return total === null ? null : total / values.filter((value) => value !== null).length;
}
