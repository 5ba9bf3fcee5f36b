import type { EnergyMethod, EnergyScope } from '#lib/model/energy.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { SeriesEnergy } from './meters.ts';

export interface HostPlace {
  readonly rack: string;
  readonly site: {
    readonly timeZone: string;
    /** Money per kWh; null while unknown. */
    readonly pricePerKwh: number | null;
    readonly currency: string;
  };
}

/** Energy of one host on one day, from what is counted for it. */
export interface HostFigure {
  readonly host: string;
  readonly place: HostPlace | null;
  readonly day: CalendarDay;
  readonly joules: number | null;
  readonly coverageRatio: number;
  readonly methods: readonly EnergyMethod[];
  readonly scopes: readonly EnergyScope[];
}

/** A whole-host figure may cover this much less than its parts and still be the better one. */
const wholeHostAdvantage = 0.9;

/**
 * One figure a host and day. The whole host counts where its power is known for about as long as
 * its parts are; otherwise its parts are added up. Never both: the parts are in the whole.
 */
export function hostFigures(
  series: readonly SeriesEnergy[],
  daysOf: (host: string) => readonly CalendarDay[],
  placeOf: (host: string) => HostPlace | null,
): HostFigure[] {
  const byHost = new Map<string, SeriesEnergy[]>();
  for (const each of series) byHost.set(each.host, []);
  for (const each of series) byHost.get(each.host)?.push(each);
  return [...byHost.keys()].sort().flatMap((host) => {
    const counted = countedSeries(byHost.get(host) ?? []);
    return daysOf(host).map((day, index) => ({
      host,
      place: placeOf(host),
      day,
      ...figureOf(counted, day, index),
    }));
  });
}

function countedSeries(ofHost: readonly SeriesEnergy[]): readonly SeriesEnergy[] {
  const whole = ofHost.filter(({ scope }) => scope === 'host');
  const parts = ofHost.filter(({ scope }) => scope !== 'host');
  if (whole.length === 0 || parts.length === 0) return ofHost;
  const best = Math.max(...parts.map(coveredMs));
  return Math.max(...whole.map(coveredMs)) >= wholeHostAdvantage * best ? whole : parts;
}

function coveredMs({ portions }: SeriesEnergy): number {
  return portions.reduce((sum, portion) => sum + portion.coveredMs, 0);
}

function figureOf(
  counted: readonly SeriesEnergy[],
  { startMs, endMs }: CalendarDay,
  index: number,
): Pick<HostFigure, 'joules' | 'coverageRatio' | 'methods' | 'scopes'> {
  const known = counted.filter(({ portions }) => (portions[index]?.joules ?? null) !== null);
  const joules = known.reduce((sum, { portions }) => sum + (portions[index]?.joules ?? 0), 0);
  const covered = counted.reduce((sum, { portions }) => sum + (portions[index]?.coveredMs ?? 0), 0);
  return {
    joules: known.length === 0 ? null : joules,
    coverageRatio: covered / (counted.length * (endMs - startMs)),
    methods: [...new Set(known.map(({ method }) => method))].sort(),
    scopes: [...new Set(known.map(({ scope }) => scope))].sort(),
  };
}
