import type { EnergyMethod, EnergyScope } from '#lib/model/energy.ts';
import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { SeriesGrid } from '#lib/store/store.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { EnergySource } from './energy-source.ts';
import { CounterMeter, PowerMeter, type Meter, type Portion } from './integrate.ts';

/** Energy of one series on each day. */
export interface SeriesEnergy {
  readonly host: string;
  readonly scope: EnergyScope;
  readonly method: EnergyMethod;
  readonly portions: readonly Portion[];
}

/** The days that energy is told by, the same for hosts of one time zone. */
export interface Calendar {
  daysOf(host: string): readonly CalendarDay[];
  /** True when every day begins at a full hour of UTC. */
  readonly isHourly: boolean;
}

/** What one energy source is to be told as: a GPU stays one when a tag other than its host changes. */
export function energyKey({ scope }: EnergySource, tags: Tags): string {
  return JSON.stringify([scope, tags['host'], tags['gpu'] ?? seriesKey(tags)]);
}

/** Readings further apart than this, or two steps, are not joined. */
const maxGapMs = 300_000;

/** A meter for every series of one source. */
export class Meters {
  readonly source: EnergySource;
  readonly stepMs: number;
  readonly #calendar: Calendar;
  readonly #meters = new Map<string, { readonly host: string; readonly meter: Meter }>();

  constructor(source: EnergySource, calendar: Calendar, stepMs: number) {
    this.source = source;
    this.stepMs = stepMs;
    this.#calendar = calendar;
  }

  /** Takes a grid that begins where the one before ended. */
  take({ startMs, stepMs, series }: SeriesGrid, endMs: number): void {
    // The last reading of a bucket stands at its end, the mean of one at its start.
    const firstMs = this.source.method === 'counter' ? startMs + stepMs : startMs;
    for (const { tags, values } of series.toSorted((a, b) => firstOf(a) - firstOf(b))) {
      this.#meterOf(tags)?.take({ firstMs, stepMs, values, endMs });
    }
  }

  /** Of every series that has some. */
  *energies(): Generator<[key: string, energy: SeriesEnergy]> {
    const { scope, method } = this.source;
    for (const [key, { host, meter }] of this.#meters) {
      const portions = meter.portions();
      if (portions.every(({ joules }) => joules === null)) continue;
      yield [key, { host, scope, method, portions }];
    }
  }

  #meterOf(tags: Tags): Meter | null {
    const host = tags['host'];
    if (host === undefined) return null;
    const key = energyKey(this.source, tags);
    const known = this.#meters.get(key);
    if (known) return known.meter;
    const days = this.#calendar.daysOf(host);
    const meter =
      this.source.method === 'counter'
        ? new CounterMeter(days, Math.max(maxGapMs, 2 * this.stepMs))
        : new PowerMeter(days);
    this.#meters.set(key, { host, meter });
    return meter;
  }
}

function firstOf({ values }: SeriesGrid['series'][number]): number {
  return values.findIndex((value) => !Number.isNaN(value));
}
