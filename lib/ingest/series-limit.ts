import { findMeasurement } from '#lib/metrics/catalogue.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Store } from '#lib/store/store.ts';
import type { Admission } from './admission.ts';
import { selectRows } from './select-rows.ts';

export interface SeriesLimits {
  /** Series of all measurements that the catalogue does not know. */
  readonly series: number;
  readonly unknownMeasurements: number;
}

/**
 * Bounds the series that senders invent. Measurements of the catalogue are bounded by what there is
 * to measure and pass; of all others, series that are known go on and new ones need room.
 */
export class SeriesLimit {
  readonly #limits: SeriesLimits;
  readonly #known = new Map<string, Set<string>>();
  #count = 0;

  constructor(limits: SeriesLimits) {
    this.#limits = limits;
  }

  /** Counts what is stored; it goes on even where it exceeds the limit. */
  async load(
    store: Pick<Store, 'measurements' | 'listSeries'>,
    signal: AbortSignal,
  ): Promise<void> {
    for (const { name } of await store.measurements(signal)) {
      if (findMeasurement(name)) continue;
      for (const tags of await store.listSeries(name, signal)) this.#add(name, seriesKey(tags));
    }
  }

  get count(): number {
    return this.#count;
  }

  admit(table: SampleTable): Admission {
    if (findMeasurement(table.measurement)) return { table, refusal: null, refused: 0 };
    const admitted = table.series.map((tags, index) =>
      this.#admitSeries(table.measurement, table.keys?.[index] ?? seriesKey(tags)),
    );
    if (admitted.every(Boolean)) return { table, refusal: null, refused: 0 };
    const kept = selectRows(table, (_, index) => admitted[index] === true);
    const refused = table.timeNs.length - kept.timeNs.length;
    return { table: kept, refusal: this.#refusal(table.measurement), refused };
  }

  #admitSeries(measurement: string, key: string): boolean {
    if (this.#known.get(measurement)?.has(key)) return true;
    if (this.#count >= this.#limits.series || !this.#hasRoomFor(measurement)) return false;
    this.#add(measurement, key);
    return true;
  }

  #hasRoomFor(measurement: string): boolean {
    return this.#known.has(measurement) || this.#known.size < this.#limits.unknownMeasurements;
  }

  #add(measurement: string, key: string): void {
    const known = this.#known.get(measurement) ?? new Set();
    if (known.has(key)) return;
    this.#known.set(measurement, known.add(key));
    this.#count++;
  }

  #refusal(measurement: string): string {
    const { series, unknownMeasurements } = this.#limits;
    const name = JSON.stringify(measurement);
    return this.#hasRoomFor(measurement)
      ? `measurement ${name} brings new series and the limit of ${series} is reached; ` +
          'raise ISOTHERM_SERIES_LIMIT or send fewer tag values'
      : `measurement ${name} is new and ${unknownMeasurements} unknown ones are kept already; ` +
          'send a tag instead of more measurements';
  }
}
