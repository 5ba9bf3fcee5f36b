import type { Tags } from '#lib/model/sample.ts';
import type { Services } from '#lib/services.ts';
import type { Match, SeriesGrid } from '#lib/store/store.ts';
import type { Window } from './calendar-day.ts';
import { energySources } from './energy-source.ts';
import { energyKey, Meters, type Calendar, type SeriesEnergy } from './meters.ts';

const hourMs = 3_600_000;
/** Values read at once: few enough that adding them up holds up nobody. */
const sliceValues = 1_000_000;

/** Energy of every series that has some, each from its best source. */
export async function readPortions(
  { store }: Pick<Services, 'store'>,
  range: Window,
  calendar: Calendar,
  signal: AbortSignal,
): Promise<SeriesEnergy[]> {
  const found = new Map<string, SeriesEnergy>();
  for (const source of energySources) {
    const known = await store.listSeries(source.measurement, signal);
    const missing = known.filter((tags) => !found.has(energyKey(source, tags)));
    if (missing.length === 0) continue;
    const meters = new Meters(source, calendar, stepFor(range, calendar));
    await readSource(store, meters, { range, ...narrowed(known, missing) }, signal);
    for (const [key, energy] of meters.energies()) if (!found.has(key)) found.set(key, energy);
  }
  return [...found.values()];
}

/**
 * Fine enough that a day's edge is sharp, coarse enough for years: hours, unless a day begins
 * between two of them.
 */
function stepFor({ startMs, endMs }: Window, { isHourly }: Calendar): number {
  const lengthMs = endMs - startMs;
  if (lengthMs <= 48 * hourMs) return 60_000;
  return isHourly || lengthMs > 31 * 24 * hourMs ? hourMs : 900_000;
}

interface Asked {
  readonly match: Match;
  readonly seriesCount: number;
}

/** Asks only for what is missing where its names say so. */
function narrowed(known: readonly Tags[], missing: readonly Tags[]): Asked {
  const gpus = missing.flatMap((tags) => tags['gpu'] ?? []);
  const isPart = gpus.length === missing.length && missing.length < known.length;
  return isPart
    ? { match: { gpu: gpus }, seriesCount: missing.length }
    : { match: {}, seriesCount: known.length };
}

/** Reads slice by slice; the next one is on its way while one is added up. */
async function readSource(
  store: Services['store'],
  meters: Meters,
  { range, match, seriesCount }: Asked & { readonly range: Window },
  signal: AbortSignal,
): Promise<void> {
  const { source, stepMs } = meters;
  const maxPoints = Math.min(11_000, Math.max(24, Math.floor(sliceValues / seriesCount)));
  const aggregate = source.method === 'counter' ? ('last' as const) : ('mean' as const);
  const asked = { measurement: source.measurement, fields: [source.field], match, aggregate };
  const read = (startMs: number): Promise<SeriesGrid> | null => {
    if (startMs >= range.endMs) return null;
    const endMs = Math.min(startMs + maxPoints * stepMs, range.endMs);
    return store.grid({ ...asked, startMs, endMs, stepMs, maxPoints }, signal);
  };
  // One step earlier: the increase of the first step needs the reading before it.
  let startMs = Math.floor(range.startMs / stepMs) * stepMs - stepMs;
  let next = read(startMs);
  while (next !== null) {
    const grid = await next;
    startMs += maxPoints * stepMs;
    next = read(startMs);
    meters.take(grid, range.endMs);
  }
}
