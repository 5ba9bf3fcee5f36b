import type { CsvCell } from '#lib/format/csv.ts';
import type { TableColumn } from './table-column.ts';

export interface Sorting {
  readonly id: string;
  readonly descending: boolean;
}

/** `R2` before `R10`, and no difference between a small letter and a capital one. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Rows with the text anywhere in a value of theirs, whether its column is shown or not. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  text: string,
): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) =>
    columns.some(({ value }) =>
      String(value(row) ?? '')
        .toLowerCase()
        .includes(wanted),
    ),
  );
}

/** Equal rows keep their order, and a gap is last whichever way the others go. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sorting?.id);
  if (!column || !sorting) return rows;
  const way = sorting.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((one, other) => {
      if (isGap(one.value) || isGap(other.value)) return gapsLast(one.value, other.value);
      return way * compareCells(one.value, other.value);
    })
    .map(({ row }) => row);
}

/** Numbers begin with the most, words with A; a third press leaves the order of the rows. */
export function nextSorting<Row>(
  column: TableColumn<Row>,
  rows: readonly Row[],
  sorting: Sorting | null,
): Sorting | null {
  const first = rows.map(column.value).find((value) => !isGap(value));
  const startsDescending = typeof first !== 'string';
  if (sorting?.id !== column.id) return { id: column.id, descending: startsDescending };
  return sorting.descending === startsDescending
    ? { id: column.id, descending: !startsDescending }
    : null;
}

function compareCells(one: CsvCell, other: CsvCell): number {
  if (typeof one === 'string' || typeof other === 'string') {
    return collator.compare(String(one), String(other));
  }
  return Number(one) - Number(other);
}

function gapsLast(one: CsvCell, other: CsvCell): number {
  return Number(isGap(one)) - Number(isGap(other));
}

function isGap(value: CsvCell): boolean {
  return value === null || value === undefined;
}
