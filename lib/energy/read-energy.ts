import type { EnergyReport } from '#lib/model/energy.ts';
import type { Site } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { calendarDays, type Window } from './calendar-day.ts';
import { hostFigures, type HostPlace } from './host-figures.ts';
import { readPortions } from './read-portions.ts';
import { groupRows, totalOf } from './sum-figures.ts';

const maxDays = 92;

export interface EnergyQuery extends Window {
  readonly groupBy: 'host' | 'rack';
}

/**
 * Energy by day of each site's calendar, with what it covers, how it was had, and how much of the
 * time it rests on. @throws Refusal when the range is empty or longer than a quarter of a year.
 */
export async function readEnergy(
  services: Pick<Services, 'store' | 'database'>,
  { startMs, endMs, groupBy }: EnergyQuery,
  nowMs: number,
  signal: AbortSignal,
): Promise<EnergyReport> {
  const range = { startMs, endMs: Math.min(endMs, nowMs) };
  checkRange(range);
  const places = await readPlaces(services);
  const zoneOf = (host: string): string => places.get(host)?.site.timeZone ?? 'UTC';
  const daysOf = (host: string) => calendarDays(range, zoneOf(host));
  const series = await readPortions(services, range, daysOf, signal);
  const figures = hostFigures(series, daysOf, (host) => places.get(host) ?? null);
  return { ...range, groupBy, rows: groupRows(figures, groupBy), total: totalOf(figures) };
}

function checkRange({ startMs, endMs }: Window): void {
  if (endMs <= startMs)
    throw new Refusal('invalid', 'read energy: the range ends before it starts');
  if (endMs - startMs <= maxDays * 86_400_000) return;
  throw new Refusal('invalid', `read energy: at most ${maxDays} days at once; ask in parts`);
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
