import type { TierSize } from '../store.ts';
import type { VictoriaClient } from './victoria-client.ts';

/** What a single server says of itself that we depend on. */
export interface ServerFacts {
  /** Samples of one series closer together than this count as one; 0 = none do. */
  readonly dedupMs: number;
  readonly keepSeconds: number;
  readonly rows: number;
  readonly bytes: number;
}

export function parseFacts(metrics: string): ServerFacts {
  return {
    dedupMs: durationMs(flag(metrics, 'dedup.minScrapeInterval') ?? '0s', 's'),
    keepSeconds: durationMs(flag(metrics, 'retentionPeriod') ?? '1', 'M') / 1_000,
    rows: sum(metrics, /^vm_rows\{type="storage\/[^"]*"\} (\d+)$/gm),
    bytes: sum(metrics, /^vm_data_size_bytes\{type="[^"]*"\} (\d+)$/gm),
  };
}

/** One tier: samples as they came, for as long as -retentionPeriod says. */
export async function tierSizes(client: VictoriaClient, signal: AbortSignal): Promise<TierSize[]> {
  if (client.isCluster) return [];
  const { rows, bytes, keepSeconds } = parseFacts(await client.selfMetrics(signal));
  return [{ tier: 'raw', rows, bytes, oldestMs: null, keepSeconds }];
}

function flag(metrics: string, name: string): string | null {
  const line = metrics.split('\n').find((one) => one.startsWith(`flag{name="${name}", `));
  return /value="([^"]*)"/.exec(line ?? '')?.[1] ?? null;
}

function sum(metrics: string, pattern: RegExp): number {
  return Array.from(metrics.matchAll(pattern), ([, value]) => Number(value)).reduce(
    (total, value) => total + value,
    0,
  );
}

const hourMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = {
  ...{ ms: 1, s: 1_000, m: 60_000, h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs },
  ...{ M: 31 * 24 * hourMs, y: 365 * 24 * hourMs },
};

/** Such as `1h30m`, or a bare number of a unit of its own. */
function durationMs(text: string, bareUnit: string): number {
  if (/^[\d.]+$/.test(text)) return Number(text) * (unitsMs[bareUnit] ?? 0);
  return Array.from(text.matchAll(/([\d.]+)(ms|[smhdwMy])/g)).reduce(
    (total, [, count, unit]) => total + Number(count) * (unitsMs[unit ?? ''] ?? 0),
    0,
  );
}
