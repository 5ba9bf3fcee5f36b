import type { Alert } from '#lib/model/alert.ts';
import type { Services } from '#lib/services.ts';

/** The last half hour of an alert's series, oldest first, null = gap. */
export type Trend = readonly (number | null)[];

const rangeMs = 1_800_000;
const maxPoints = 60;
/** Trends drawn at once; a list longer than this is not read by its shapes. */
const maxTrends = 20;

/** By rule and fingerprint (`rule:fingerprint`); alerts without a line of values have none. */
export async function readTrends(
  { store }: Pick<Services, 'store'>,
  alerts: readonly Alert[],
  nowMs: number,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Trend>>> {
  const drawn = alerts.filter(({ rule }) => rule.kind === 'threshold').slice(0, maxTrends);
  const trends = await Promise.all(
    drawn.map(async (alert) => {
      const key = `${alert.rule.id}:${alert.fingerprint}`;
      return [key, await readTrend(store, alert, nowMs, signal)] as const;
    }),
  );
  return Object.fromEntries(trends);
}

async function readTrend(
  store: Services['store'],
  { rule, tags }: Alert,
  nowMs: number,
  signal: AbortSignal,
): Promise<Trend> {
  const match = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  const { measurement, field } = rule;
  const query = { measurement, fields: [field], match, startMs: nowMs - rangeMs, endMs: nowMs };
  const { series } = await store.series({ ...query, maxPoints, aggregate: 'mean' }, signal);
  return series[0]?.values ?? [];
}
