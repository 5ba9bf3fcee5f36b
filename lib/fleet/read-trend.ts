import type { Services } from '#lib/services.ts';
import type { Aggregate, Match } from '#lib/store/store.ts';

const hourMs = 3_600_000;
const points = 60;

/** The last hour of one field over all that matches, a value a minute: what a sparkline draws. */
export async function readTrend(
  { store }: Pick<Services, 'store'>,
  {
    measurement,
    field,
    match = {},
    aggregate = 'mean',
    across = 'sum',
  }: {
    readonly measurement: string;
    readonly field: string;
    readonly match?: Match;
    readonly aggregate?: Aggregate;
    readonly across?: 'sum' | 'mean' | 'max';
  },
  nowMs: number,
): Promise<readonly (number | null)[]> {
  const { series } = await store.series(
    {
      measurement,
      fields: [field],
      match,
      startMs: nowMs - hourMs,
      endMs: nowMs,
      stepMs: hourMs / points,
      maxPoints: points + 1,
      aggregate,
      groupBy: [],
      across,
    },
    AbortSignal.timeout(5000),
  );
  return series[0]?.values ?? [];
}
