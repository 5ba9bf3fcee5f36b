import { describe, expect, it } from 'vitest';
import type { TableColumn } from './table-column.ts';
import { filterRows, nextSorting, sortRows } from './table-order.ts';

interface Row {
  readonly name: string;
  readonly watts: number | null;
}

const columns: readonly TableColumn<Row>[] = [
  { id: 'name', head: 'Name', value: (row) => row.name },
  { id: 'watts', head: 'Watts', value: (row) => row.watts },
];
const rows: readonly Row[] = [
  { name: 'R10', watts: 5 },
  { name: 'r2', watts: null },
  { name: 'R1', watts: 40 },
];
const names = (sorted: readonly Row[]) => sorted.map(({ name }) => name);

describe('sortRows', () => {
  it('orders words as people count, and keeps gaps last both ways', () => {
    const by = (id: string, descending: boolean) =>
      names(sortRows(rows, columns, { id, descending }));
    expect(by('name', false)).toEqual(['R1', 'r2', 'R10']);
    expect(by('watts', false)).toEqual(['R10', 'R1', 'r2']);
    expect(by('watts', true)).toEqual(['R1', 'R10', 'r2']);
    expect(sortRows(rows, columns, null)).toBe(rows);
  });
});

describe('filterRows', () => {
  it('finds text in any value', () => {
    expect(names(filterRows(rows, columns, ' R1 '))).toEqual(['R10', 'R1']);
    expect(names(filterRows(rows, columns, '40'))).toEqual(['R1']);
  });
});

describe('nextSorting', () => {
  it('goes from the natural way to the other and then to none', () => {
    const [name, watts] = columns;
    if (!name || !watts) throw new Error('no columns');
    const up = nextSorting(name, rows, null);
    const down = nextSorting(name, rows, up);
    expect([up?.descending, down?.descending]).toEqual([false, true]);
    expect(nextSorting(name, rows, down)).toBeNull();
    expect(nextSorting(watts, rows, up)).toEqual({ id: 'watts', descending: true });
  });
});
