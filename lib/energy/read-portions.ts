import type { EnergyMethod, EnergyScope } from '#lib/model/energy.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Services } from '#lib/services.ts';
import type { SeriesResult } from '#lib/store/store.ts';
import type { CalendarDay, Window } from './calendar-day.ts';
import { energySources, type EnergySource } from './energy-source.ts';
import { counterEnergy, powerEnergy, type Portion } from './integrate.ts';

/** Energy of one series on each day. */
export interface SeriesEnergy {
  readonly host: string;
  readonly scope: EnergyScope;
  readonly method: EnergyMethod;
  readonly portions: readonly Portion[];
}

const hourMs = 3_600_000;
const maxPoints = 11_000;
/** Readings further apart than this, or two steps, are not joined. */
const maxGapMs = 300_000;

/** Energy of every series that has some, each from its best source. */
export async function readPortions(
  { store }: Pick<Services, 'store'>,
  range: Window,
  daysOf: (host: string) => readonly CalendarDay[],
  signal: AbortSignal,
): Promise<SeriesEnergy[]> {
  const stepMs = stepFor(range.endMs - range.startMs);
  const found = new Map<string, SeriesEnergy>();
  for (const source of energySources) {
    for (const series of await readSource(store, source, range, stepMs, signal)) {
      const host = series.tags['host'];
      const key = `${source.scope} ${series.tags['gpu'] ?? seriesKey(series.tags)}`;
      if (host === undefined || found.has(key)) continue;
      const portions = integrate(source, series, daysOf(host), range.endMs, stepMs);
      if (portions.every(({ joules }) => joules === null)) continue;
      found.set(key, { host, scope: source.scope, method: source.method, portions });
    }
  }
  return [...found.values()];
}

/** Fine enough that a day's edge is sharp, coarse enough for a quarter of a year. */
function stepFor(lengthMs: number): number {
  if (lengthMs <= 48 * hourMs) return 60_000;
  return lengthMs <= 31 * 24 * hourMs ? 900_000 : hourMs;
}

interface NamedSeries {
  readonly tags: Readonly<Record<string, string>>;
  readonly readings: readonly { readonly timeMs: number; readonly value: number | null }[];
}

async function readSource(
  store: Services['store'],
  { measurement, field, method }: EnergySource,
  range: Window,
  stepMs: number,
  signal: AbortSignal,
): Promise<NamedSeries[]> {
  const aggregate = method === 'counter' ? 'last' : 'mean';
  // One step earlier: the increase of the first step needs the reading before it.
  const startMs = Math.floor(range.startMs / stepMs) * stepMs - stepMs;
  const window = { startMs, endMs: range.endMs, stepMs, maxPoints };
  const query = { measurement, fields: [field], match: {}, aggregate, ...window } as const;
  return namedSeries(await store.series(query, signal));
}

function namedSeries({ timeMs, series }: SeriesResult): NamedSeries[] {
  return series.map(({ tags, values }) => ({
    tags,
    readings: timeMs.map((time, index) => ({ timeMs: time, value: values[index] ?? null })),
  }));
}

function integrate(
  source: EnergySource,
  { readings }: NamedSeries,
  days: readonly CalendarDay[],
  endMs: number,
  stepMs: number,
): Portion[] {
  if (source.method === 'integrated') return powerEnergy(readings, days, stepMs);
  // The last reading of a bucket stands at its end.
  const ends = readings.map(({ timeMs, value }) => ({
    timeMs: Math.min(timeMs + stepMs, endMs),
    value,
  }));
  return counterEnergy(ends, days, Math.max(maxGapMs, 2 * stepMs));
}
