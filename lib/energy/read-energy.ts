import type { EnergyReport } from '#lib/model/energy.ts';
import type { Site } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { calendarDays, calendarMonths, type Window } from './calendar-day.ts';
import { hostFigures, type HostPlace } from './host-figures.ts';
import type { Calendar } from './meters.ts';
import { readPortions } from './read-portions.ts';
import { groupRows, totalOf } from './sum-figures.ts';

/** Three months of days, three years of months. */
const maxDays = { day: 92, month: 1097 } as const;

export interface EnergyQuery extends Window {
  readonly groupBy: 'host' | 'rack';
  /** Periods of each site's own calendar; days unless said. */
  readonly step?: keyof typeof maxDays;
}

/**
 * Energy by day or month of each site's calendar, with what it covers, how it was had, and how much
 * of the time it rests on. @throws Refusal when the range is empty or has too many days.
 */
export async function readEnergy(
  services: Pick<Services, 'store' | 'database'>,
  { startMs, endMs, groupBy, step = 'day' }: EnergyQuery,
  nowMs: number,
  signal: AbortSignal,
): Promise<EnergyReport> {
  const range = { startMs, endMs: Math.min(endMs, nowMs) };
  checkRange(range, step);
  const places = await readPlaces(services);
  const calendar = calendarOf(range, step, places);
  const series = await readPortions(services, range, calendar, signal);
  const figures = hostFigures(
    series,
    (host) => calendar.daysOf(host),
    (host) => places.get(host) ?? null,
  );
  return { ...range, groupBy, rows: groupRows(figures, groupBy), total: totalOf(figures) };
}

function checkRange({ startMs, endMs }: Window, step: keyof typeof maxDays): void {
  if (endMs <= startMs)
    throw new Refusal('invalid', 'read energy: the range ends before it starts');
  if (endMs - startMs <= maxDays[step] * 86_400_000) return;
  const instead = step === 'day' ? 'ask in parts or by month' : 'ask in parts';
  throw new Refusal(
    'invalid',
    `read energy: at most ${maxDays[step]} days at once by ${step}; ${instead}`,
  );
}

/** Cut once for each time zone: asking for the offset of a zone is slow. */
function calendarOf(
  range: Window,
  step: keyof typeof maxDays,
  places: ReadonlyMap<string, HostPlace>,
): Calendar {
  const cut = step === 'day' ? calendarDays : calendarMonths;
  const zones = new Set(['UTC', ...Array.from(places.values(), ({ site }) => site.timeZone)]);
  const days = new Map(Array.from(zones, (zone) => [zone, cut(range, zone)] as const));
  const isHourly = [...days.values()].every((list) =>
    list.slice(1).every(({ startMs }) => startMs % 3_600_000 === 0),
  );
  const zoneOf = (host: string): string => places.get(host)?.site.timeZone ?? 'UTC';
  return { daysOf: (host) => days.get(zoneOf(host)) ?? [], isHourly };
}

async function readPlaces({
  database,
}: Pick<Services, 'database'>): Promise<ReadonlyMap<string, HostPlace>> {
  const include = { rack: { include: { site: true } } } as const;
  const rows = await database.prisma.placement.findMany({ include });
  return new Map(
    rows.map(({ host, rack }) => [host, { rack: rack.name, site: siteOf(rack.site) }]),
  );
}

function siteOf({ timeZone, energyPricePerKwh, currency }: Site): HostPlace['site'] {
  return { timeZone, pricePerKwh: energyPricePerKwh, currency };
}
