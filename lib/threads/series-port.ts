import type { SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { packTable, unpackTable, type PackedTable } from './packed-table.ts';

/** Tables for another thread, with the series that it does not know yet. */
export interface PackedTables {
  readonly tables: readonly PackedTable[];
  /** Numbers go on from those of earlier messages; where this is true they begin again at 0. */
  readonly isFresh: boolean;
  readonly newTags: readonly Tags[];
}

/** Series that one end remembers before both begin again; some 50 MB of tags at the very most. */
const mostSeries = 131_072;

/** The sending end: numbers series, so that their tags cross only once. */
export class SeriesSender {
  #numbers = new WeakMap<Tags, number>();
  #count = 0;

  pack(tables: readonly SampleTable[]): PackedTables {
    const isFresh = this.#count === 0 || this.#count > mostSeries;
    if (isFresh) this.#forget();
    const newTags: Tags[] = [];
    const packed = tables.map((table) =>
      packTable(
        table,
        Uint32Array.from(table.series, (tags) => this.#numberOf(tags, newTags)),
      ),
    );
    return { tables: packed, isFresh, newTags };
  }

  #numberOf(tags: Tags, newTags: Tags[]): number {
    const known = this.#numbers.get(tags);
    if (known !== undefined) return known;
    const number = this.#count++;
    this.#numbers.set(tags, number);
    newTags.push(tags);
    return number;
  }

  #forget(): void {
    this.#numbers = new WeakMap();
    this.#count = 0;
  }
}

export function buffersOf({ tables }: PackedTables): ArrayBuffer[] {
  return tables.map(({ buffer }) => buffer);
}

/** The receiving end: gives every series the same tags each time, and its key with it. */
export class SeriesReceiver {
  #tags: Tags[] = [];
  #keys: string[] = [];

  unpack({ tables, isFresh, newTags }: PackedTables): SampleTable[] {
    if (isFresh) {
      this.#tags = [];
      this.#keys = [];
    }
    for (const tags of newTags) {
      this.#tags.push(tags);
      this.#keys.push(seriesKey(tags));
    }
    return tables.map((packed) =>
      unpackTable(packed, {
        series: Array.from(packed.series, (number) => this.#tags[number] ?? {}),
        keys: Array.from(packed.series, (number) => this.#keys[number] ?? '[]'),
      }),
    );
  }
}
