import type { Column, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { EntityList, type Entity } from './entity-list.ts';
import type { PlaceTags } from './hub.ts';
import { LatestColumn } from './latest-column.ts';

/** What all tables together may still take up. */
export interface TableBudget {
  series: number;
  cells: number;
}

const firstCapacity = 16;

/** Newest values of one measurement: a row a series, a column a field. */
export class MeasurementTable {
  /** Grows with every value that was taken. */
  changes = 0;
  readonly #entities: EntityList;
  readonly #columns = new Map<string, LatestColumn>();
  readonly #budget: TableBudget;
  #capacity = firstCapacity;

  /** @param budget a series or field that does not fit is left out of the live picture */
  constructor(placeTags: PlaceTags, budget: TableBudget) {
    this.#entities = new EntityList(placeTags);
    this.#budget = budget;
  }

  /** Grows whenever a series comes, leaves or is placed elsewhere. */
  get generation(): number {
    return this.#entities.generation;
  }

  get isEmpty(): boolean {
    return this.#entities.size === 0;
  }

  entities(): Iterable<Entity> {
    return this.#entities.values();
  }

  column(field: string): LatestColumn | undefined {
    return this.#columns.get(field);
  }

  publish(table: SampleTable, receivedAtMs: number): void {
    const known = table.series.map((tags, index) =>
      this.#admit(tags, table.keys?.[index] ?? seriesKey(tags), receivedAtMs),
    );
    const rows = locateRows(table, known);
    for (const [field, source] of Object.entries(table.columns)) {
      const column = this.#columnFor(field);
      if (column) this.changes += store(source, column, rows);
    }
  }

  forget(heardBeforeMs: number): void {
    for (const entity of [...this.#entities.values()]) {
      if (entity.heardMs >= heardBeforeMs) continue;
      for (const column of this.#columns.values()) column.clear(entity.row);
      this.#entities.remove(entity);
      this.#budget.series += 1;
    }
  }

  placesChanged(): void {
    this.#entities.place();
  }

  /** Gives the memory of a table that is no longer used back to the budget. */
  release(): void {
    this.#budget.series += this.#entities.size;
    this.#budget.cells += this.#capacity * this.#columns.size;
    this.#columns.clear();
  }

  #admit(tags: Tags, key: string, receivedAtMs: number): Entity | null {
    const known = this.#entities.find(key);
    if (known) {
      known.heardMs = receivedAtMs;
      return known;
    }
    if (this.#budget.series <= 0 || !this.#makeRoom()) return null;
    this.#budget.series -= 1;
    return this.#entities.add(key, tags, receivedAtMs);
  }

  #makeRoom(): boolean {
    if (this.#entities.size < this.#capacity) return true;
    const more = this.#capacity * this.#columns.size;
    if (more > this.#budget.cells) return false;
    this.#budget.cells -= more;
    this.#capacity *= 2;
    for (const column of this.#columns.values()) column.grow(this.#capacity);
    return true;
  }

  #columnFor(field: string): LatestColumn | null {
    const known = this.#columns.get(field);
    if (known) return known;
    if (this.#capacity > this.#budget.cells) return null;
    this.#budget.cells -= this.#capacity;
    const column = new LatestColumn(this.#capacity);
    this.#columns.set(field, column);
    return column;
  }
}

/** Where each row of an arriving table goes and when it was measured; -1 = no room for it. */
interface Rows {
  readonly target: Int32Array;
  readonly timeMs: Float64Array;
}

function locateRows(table: SampleTable, known: readonly (Entity | null)[]): Rows {
  const count = table.timeNs.length;
  const target = new Int32Array(count).fill(-1);
  const timeMs = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const at = toMilliseconds(table.timeNs[row] ?? 0n);
    const entity = known[table.seriesIndex[row] ?? -1];
    timeMs[row] = at;
    if (!entity) continue;
    target[row] = entity.row;
    entity.newestMs = Math.max(entity.newestMs, at);
  }
  return { target, timeMs };
}

/** In two parts: a double cannot hold the nanoseconds, and would fall just short of a whole millisecond. */
function toMilliseconds(timeNs: bigint): number {
  return Number(timeNs / 1_000_000n) + Number(timeNs % 1_000_000n) / 1e6;
}

/** @returns how many values were newer than what was known. */
function store(source: Column, column: LatestColumn, { target, timeMs }: Rows): number {
  let taken = 0;
  const isBoolean = source.type === 'boolean';
  for (let row = 0; row < target.length; row += 1) {
    const to = target[row] ?? -1;
    if (to < 0 || source.present[row] !== 1) continue;
    const value = source.values[row] ?? 0;
    const at = timeMs[row] ?? 0;
    const wasTaken =
      typeof value === 'string'
        ? column.setText(to, value, at)
        : column.setNumber(to, Number(value), at, isBoolean);
    if (wasTaken) taken += 1;
  }
  return taken;
}
