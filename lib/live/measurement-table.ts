import type { Column, SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { EntityList, type Entity } from './entity-list.ts';
import type { PlaceTags } from './hub.ts';
import { LatestColumn } from './latest-column.ts';
import { RowMarks } from './row-marks.ts';

/** What all tables together may still take up. */
export interface TableBudget {
  series: number;
  cells: number;
}

const firstCapacity = 16;

/** Newest values of one measurement: a row a series, a column a field. */
export class MeasurementTable {
  /** Grows whenever values are taken; the rows they went to are marked with it. */
  changes = 0;
  /** When something last arrived, by the server's clock. */
  heardMs = Number.NEGATIVE_INFINITY;
  readonly marks = new RowMarks(firstCapacity);
  readonly #entities: EntityList;
  readonly #columns = new Map<string, LatestColumn>();
  readonly #budget: TableBudget;
  #capacity = firstCapacity;

  /** @param budget a series or field that does not fit is left out of the live picture */
  constructor(placeTags: PlaceTags, budget: TableBudget) {
    this.#entities = new EntityList(placeTags);
    this.#budget = budget;
  }

  /** Grows whenever a series leaves or is placed elsewhere. */
  get epoch(): number {
    return this.#entities.epoch;
  }

  get isEmpty(): boolean {
    return this.#entities.size === 0;
  }

  /** All of them; within an epoch new ones only come at the end. */
  entities(): readonly Entity[] {
    return this.#entities.values();
  }

  /** Time of the newest sample of a row, epoch milliseconds. */
  newestMsAt(row: number): number {
    return this.marks.newestMs[row] ?? Number.NEGATIVE_INFINITY;
  }

  column(field: string): LatestColumn | undefined {
    return this.#columns.get(field);
  }

  publish(table: SampleTable, heardMs: number): void {
    this.heardMs = heardMs;
    const known = table.series.map((tags) => this.#admit(tags, heardMs));
    const rows = locateRows(table, known);
    this.changes += 1;
    for (const [field, source] of Object.entries(table.columns)) {
      const column = this.#columnFor(field);
      if (column) store(source, column, rows, this);
    }
    noteTimes(rows, this);
  }

  forget(heardBeforeMs: number): void {
    const leaving = this.#entities
      .values()
      .filter(({ row }) => (this.marks.heardMs[row] ?? 0) < heardBeforeMs);
    for (const { row } of leaving) {
      for (const column of this.#columns.values()) column.clear(row);
    }
    this.#entities.remove(leaving);
    this.#budget.series += leaving.length;
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

  #admit(tags: Tags, heardMs: number): Entity | null {
    const key = seriesKey(tags);
    const known = this.#entities.find(key);
    if (known) {
      this.marks.heardMs[known.row] = heardMs;
      return known;
    }
    if (this.#budget.series <= 0 || !this.#makeRoom()) return null;
    this.#budget.series -= 1;
    const entity = this.#entities.add(key, tags);
    this.marks.begin(entity.row, heardMs);
    return entity;
  }

  #makeRoom(): boolean {
    if (this.#entities.size < this.#capacity) return true;
    const more = this.#capacity * this.#columns.size;
    if (more > this.#budget.cells) return false;
    this.#budget.cells -= more;
    this.#capacity *= 2;
    this.marks.grow(this.#capacity);
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
    timeMs[row] = toMilliseconds(table.timeNs[row] ?? 0n);
    target[row] = known[table.seriesIndex[row] ?? -1]?.row ?? -1;
  }
  return { target, timeMs };
}

/** In two parts: a double cannot hold the nanoseconds, and would fall just short of a whole millisecond. */
function toMilliseconds(timeNs: bigint): number {
  return Number(timeNs / 1_000_000n) + Number(timeNs % 1_000_000n) / 1e6;
}

/** Marks the rows whose value was newer than what was known. */
function store(
  source: Column,
  column: LatestColumn,
  { target, timeMs }: Rows,
  { marks, changes }: Pick<MeasurementTable, 'marks' | 'changes'>,
): void {
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
    if (wasTaken) marks.changedAt[to] = changes;
  }
}

/** A later time of a series makes gaps of fields that stayed away, so it counts as a change. */
function noteTimes(
  { target, timeMs }: Rows,
  { marks, changes }: Pick<MeasurementTable, 'marks' | 'changes'>,
): void {
  for (let row = 0; row < target.length; row += 1) {
    const to = target[row] ?? -1;
    const at = timeMs[row] ?? 0;
    if (to < 0 || !(at > (marks.newestMs[to] ?? 0))) continue;
    marks.newestMs[to] = at;
    marks.changedAt[to] = changes;
  }
}
