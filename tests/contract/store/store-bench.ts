import { it } from 'vitest';
import type { SampleTable } from '#lib/model/sample.ts';
import type { LatestRow, Match, SeriesQuery, SeriesResult, Store } from '#lib/store/store.ts';
import { float, type Row } from '../sample-tables.ts';

/** What a database behind a store may be unable to do, however it is used. */
export type Ability = 'exact numbers' | 'nanoseconds' | 'overwriting' | 'tiers';

/** How a suite gets a store of its own, empty at first, which can be closed and opened again. */
export interface StorePlace {
  /** Why cases that need an ability are left out. */
  readonly lacks?: Readonly<Partial<Record<Ability, string>>>;
  open(): Promise<Store>;
  /** Removes what the store left behind. */
  remove(): Promise<void>;
}

export const signal = new AbortController().signal;
/** A round hour of 2026, so that buckets are easy to read. */
export const startMs = Date.UTC(2026, 10, 22, 12);
export const atNs = (offsetMs: number): bigint => BigInt(startMs + offsetMs) * 1_000_000n;

/**
 * A store that the cases of a suite share, because opening one takes a second; each case keeps to
 * measurements of its own.
 */
export class StoreBench {
  readonly #place: StorePlace;
  #store: Store | null = null;
  #case = 0;

  constructor(place: StorePlace) {
    this.#place = place;
  }

  get store(): Store {
    if (!this.#store) throw new Error('use the bench: it is not open');
    return this.#store;
  }

  /** Why the store cannot do something; null = it can. */
  lack(ability: Ability): string | null {
    return this.#place.lacks?.[ability] ?? null;
  }

  /** Adds a case; where the store cannot do what it is about, leaves it out and says why. */
  itNeeds(ability: Ability, name: string, run: () => Promise<void>): void {
    const reason = this.lack(ability);
    if (reason === null) it(name, run);
    else process.stdout.write(`left out: "${name}": ${reason}\n`);
  }

  /** The measurement that `series` and `latest` ask for unless told otherwise. */
  get gpu(): string {
    return `gpu_${String(this.#case)}`;
  }

  nextCase(): void {
    this.#case += 1;
  }

  async open(): Promise<void> {
    this.#store = await this.#place.open();
  }

  async restart(): Promise<void> {
    await this.store.close();
    await this.open();
  }

  async remove(): Promise<void> {
    await this.store.close();
    await this.#place.remove();
  }

  write(...tables: SampleTable[]) {
    return this.store.write({ tables });
  }

  latest(fields: string[], match: Match = {}, measurement = this.gpu): Promise<LatestRow[]> {
    const nowMs = startMs + 60_000;
    return this.store.latest({ measurement, fields, match, nowMs, maxAgeMs: 600_000 }, signal);
  }

  series(query: Partial<SeriesQuery> = {}): Promise<SeriesResult> {
    return this.store.series(this.query(query), signal);
  }

  /** Six buckets of ten seconds, unless told otherwise. */
  query(query: Partial<SeriesQuery>): SeriesQuery {
    return {
      measurement: this.gpu,
      fields: ['power_watts'],
      match: {},
      startMs,
      endMs: startMs + 60_000,
      stepMs: 10_000,
      maxPoints: 1_000,
      aggregate: 'mean',
      ...query,
    };
  }
}

/** Rows a second apart from `startMs`, one value each; null leaves the second out. */
export function powers(
  values: readonly (number | null)[],
  tags: Row['tags'] = { gpu: 'a' },
): Row[] {
  return values.flatMap((value, second) =>
    value === null
      ? []
      : [{ tags, timeNs: atNs(second * 1_000), fields: { power_watts: float(value) } }],
  );
}

export function valuesOf(result: SeriesResult): readonly (number | null)[] {
  return result.series[0]?.values ?? [];
}

/** Values of each row under its value of a tag. */
export function byTag<T extends Pick<LatestRow, 'tags' | 'values'>>(
  rows: readonly T[],
  tag: string,
): Record<string, T['values']> {
  return Object.fromEntries(rows.map(({ tags, values }) => [tags[tag] ?? '', values]));
}
