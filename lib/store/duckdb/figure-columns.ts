import type { AppendColumn } from './append.ts';
import type { StoredField } from './catalog.ts';
import { TextFigures, type FieldFigures, type NumberFigures } from './figures.ts';
import type { FigureTable } from './open-window.ts';
import type { LayoutColumn } from './rollup-layout.ts';

/** A column of a rollup's table, filled. */
export interface FigureColumn extends LayoutColumn, Omit<AppendColumn, 'type'> {
  readonly rows: number;
  /** True for a column that only rows which differ from what is expected have. */
  readonly isException: boolean;
}

/** What most fields of a row share. */
interface RowFigures {
  readonly n: Int32Array;
  /** Nanoseconds since the base of the table. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
}

/** The rows of an open window as its table keeps them: see rollup-layout.ts. */
export function figureColumns(table: FigureTable): FigureColumn[] {
  const { rows, series, ts, baseNs } = table;
  const shared = rowFigures(table);
  const column = (
    name: string,
    type: LayoutColumn['type'],
    values: FigureColumn['values'],
    present: Uint8Array | null = null,
  ): FigureColumn => ({ name, type, values, present, rows, isException: false });
  const timed = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) if ((shared.lastAt[row] ?? -1) >= 0) timed[row] = 1;
  return [
    column('series', 'INTEGER', series),
    column('ts', 'BIGINT', ts),
    column('n', 'INTEGER', shared.n),
    column('first_at', 'BIGINT', times(shared.firstAt, baseNs), timed),
    column('last_at', 'BIGINT', times(shared.lastAt, baseNs), timed),
    ...[...table.figures].flatMap(([field, figures]) =>
      figures instanceof TextFigures
        ? textColumns(field, figures, table.cells, shared)
        : numberColumns(field, figures, table.cells, shared, baseNs),
    ),
  ];
}

function rowFigures({ rows, cells, figures }: FigureTable): RowFigures {
  const n = new Int32Array(rows);
  const firstAt = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const lastAt = new Float64Array(rows).fill(-1);
  for (const each of figures.values()) {
    for (let row = 0; row < rows; row += 1) {
      const count = each.count[cells[row] ?? 0] ?? 0;
      if (count > (n[row] ?? 0)) n[row] = count;
    }
    if (!(each instanceof TextFigures) && each.growth) widenTimes(each, cells, firstAt, lastAt);
  }
  return { n, firstAt, lastAt };
}

function widenTimes(
  { count, growth }: NumberFigures,
  cells: Int32Array,
  firstAt: Float64Array,
  lastAt: Float64Array,
): void {
  if (!growth) return;
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row] ?? 0;
    if (count[cell] === 0) continue;
    firstAt[row] = Math.min(firstAt[row] ?? 0, growth.firstAt[cell] ?? 0);
    lastAt[row] = Math.max(lastAt[row] ?? 0, growth.lastAt[cell] ?? 0);
  }
}

function textColumns(
  field: StoredField,
  figures: TextFigures,
  cells: Int32Array,
  { n }: RowFigures,
): FigureColumn[] {
  const last = Array.from(cells, (cell) =>
    (figures.count[cell] ?? 0) > 0 ? (figures.last[cell] ?? '') : null,
  );
  const name = `${field.column}_last`;
  const kept: FigureColumn = {
    name,
    type: 'VARCHAR',
    values: last,
    present: null,
    rows: cells.length,
    isException: false,
  };
  return [kept, ...counts(field, figures, cells, n)];
}

function numberColumns(
  field: StoredField,
  figures: NumberFigures,
  cells: Int32Array,
  shared: RowFigures,
  baseNs: bigint,
): FigureColumn[] {
  const rows = cells.length;
  const present = presence(figures, cells);
  const kept = (figure: string, values: Float64Array): FigureColumn => ({
    name: `${field.column}_${figure}`,
    type: 'DOUBLE',
    values: pick(values, cells),
    present,
    rows,
    isException: false,
  });
  const sum = { ...kept('sum', figures.sum), values: pick(figures.sum, cells).map(decimal) };
  const { growth } = figures;
  if (!growth) {
    const ends = [kept('min', figures.min), kept('max', figures.max), kept('last', figures.last)];
    return [...ends, sum, ...counts(field, figures, cells, shared.n)];
  }
  const differing = (figure: string, values: Float64Array, other: (row: number) => number) =>
    exception(field, figure, 'DOUBLE', pick(values, cells), present, other);
  const first = pick(growth.first, cells);
  const last = pick(figures.last, cells);
  const grown = (row: number) => (last[row] ?? 0) - (first[row] ?? 0);
  const inner = pick(growth.inner, cells).map((value, row) =>
    Math.abs(value - grown(row)) <= 1e-12 * Math.abs(last[row] ?? 0) ? grown(row) : value,
  );
  const time = (figure: string, offsets: Float64Array, other: Float64Array) => {
    const own = pick(offsets, cells);
    return exception(field, figure, 'BIGINT', own, present, (row) => other[row] ?? 0).map(
      (column) => ({ ...column, values: times(own, baseNs) }),
    );
  };
  return [
    kept('first', growth.first),
    kept('last', figures.last),
    sum,
    ...counts(field, figures, cells, shared.n),
    ...differing('min', figures.min, (row) => first[row] ?? 0),
    ...differing('max', figures.max, (row) => last[row] ?? 0),
    ...exception(field, 'inner', 'DOUBLE', inner, present, grown),
    ...time('first_at', growth.firstAt, shared.firstAt),
    ...time('last_at', growth.lastAt, shared.lastAt),
  ];
}

function counts(
  field: StoredField,
  { count }: FieldFigures,
  cells: Int32Array,
  n: Int32Array,
): FigureColumn[] {
  const own = new Int32Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) own[row] = count[cells[row] ?? 0] ?? 0;
  const present = presence({ count }, cells);
  return exception(field, 'count', 'INTEGER', own, present, (row) => n[row] ?? 0);
}

function presence({ count }: Pick<FieldFigures, 'count'>, cells: Int32Array): Uint8Array {
  const present = new Uint8Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) {
    if ((count[cells[row] ?? 0] ?? 0) > 0) present[row] = 1;
  }
  return present;
}

/** The column, with values only where they differ from what is expected; none where none does. */
function exception(
  { column }: StoredField,
  figure: string,
  type: LayoutColumn['type'],
  values: Float64Array | Int32Array,
  present: Uint8Array,
  other: (row: number) => number,
): FigureColumn[] {
  const differs = new Uint8Array(present.length);
  let isNeeded = false;
  for (let row = 0; row < present.length; row += 1) {
    if (present[row] !== 1 || values[row] === other(row)) continue;
    differs[row] = 1;
    isNeeded = true;
  }
  if (!isNeeded) return [];
  const name = `${column}_${figure}`;
  return [{ name, type, values, present: differs, rows: present.length, isException: true }];
}

function pick(values: Float64Array, cells: Int32Array): Float64Array {
  const picked = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) picked[row] = values[cells[row] ?? 0] ?? 0;
  return picked;
}

function times(offsets: Float64Array, baseNs: bigint): BigInt64Array {
  const all = new BigInt64Array(offsets.length);
  for (let row = 0; row < offsets.length; row += 1) {
    const offset = offsets[row] ?? 0;
    if (offset >= 0 && offset < Number.POSITIVE_INFINITY) all[row] = baseNs + BigInt(offset);
  }
  return all;
}

const digits = 12;

/** Takes off the last digits, where adding has rounded: a decimal packs, what is near it does not. */
function decimal(value: number): number {
  if (value === 0 || Number.isInteger(value)) return value;
  const scale = 10 ** (digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  const kept = Math.round(value * scale) / scale;
  return Number.isFinite(kept) ? kept : value;
}
