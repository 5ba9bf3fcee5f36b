import type { PowerUnit } from '#lib/model/facility-report.ts';
import { freshFor } from '#components/series/fresh-for.ts';
import type { SeriesLine } from '#components/series/series-line.ts';

/** Units are polled at their own pace; what is not slower than this counts in sums. */
export const plantFreshMs = freshFor(null);

const heldBy = ['device', 'sensor'];

/** Power by feed, each the sum of what its PDUs say. */
export function feedLines(units: readonly PowerUnit[]): SeriesLine[] {
  const feeds = [...new Set(units.map(({ feed }) => feed))].sort((a, b) =>
    (a ?? '~').localeCompare(b ?? '~', 'en', { numeric: true }),
  );
  return feeds.flatMap((feed) => {
    const own = units.filter((unit) => unit.feed === feed);
    const name = feed === null ? (feeds.length === 1 ? 'PDUs' : 'PDUs of no feed') : `Feed ${feed}`;
    return powerLines(name, own);
  });
}

/** The power of several units as one line; one more for each way in which they tell it. */
export function powerLines(name: string, units: readonly PowerUnit[]): SeriesLine[] {
  const groups = [...new Set(units.flatMap(({ powerGroup }) => powerGroup ?? []))];
  return groups.map((group) => ({
    key: `${name} ${group}`,
    label: groups.length === 1 ? name : `${name}, by ${group}`,
    measurement: 'facility',
    field: 'value',
    match: {
      device: units.filter(({ powerGroup }) => powerGroup === group).map(({ device }) => device),
      kind: ['power'],
      group: [group],
    },
    across: 'sum',
    heldBy,
    freshMs: plantFreshMs,
  }));
}

/** Warmest, mean and coolest of the environment's sensors. */
export function roomLines(kind: 'temperature' | 'humidity'): SeriesLine[] {
  const line = (label: string, across: NonNullable<SeriesLine['across']>): SeriesLine => ({
    key: across,
    label,
    measurement: 'facility',
    field: 'value',
    match: { kind: [kind], group: ['environment'] },
    across,
    heldBy,
    freshMs: plantFreshMs,
  });
  return [line('highest', 'max'), line('mean', 'mean'), line('lowest', 'min')];
}
