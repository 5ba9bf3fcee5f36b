'use client';

import { useMemo, useState } from 'react';
import type { TableColumn } from './table-column.ts';
import { filterRows, nextSorting, sortRows, type Sorting } from './table-order.ts';

/** What a table shows of its rows, and how to change that. */
export interface TableView<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly visible: readonly TableColumn<Row>[];
  /** Filtered and in order. */
  readonly rows: readonly Row[];
  readonly total: number;
  readonly filter: string;
  readonly sorting: Sorting | null;
  readonly setFilter: (text: string) => void;
  readonly sortBy: (column: TableColumn<Row>) => void;
  readonly toggle: (id: string) => void;
}

export function useTable<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  initialSort: Sorting | null,
): TableView<Row> {
  const [sorting, setSorting] = useState(initialSort);
  const [filter, setFilter] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(columns.filter((column) => column.hidden === true).map(({ id }) => id)),
  );
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, filter), columns, sorting),
    [rows, columns, filter, sorting],
  );
  return {
    columns,
    visible: columns.filter(({ id }) => !hidden.has(id)),
    rows: shown,
    total: rows.length,
    filter,
    sorting,
    setFilter,
    sortBy: (column) => setSorting(nextSorting(column, rows, sorting)),
    toggle(id) {
      const next = new Set(hidden);
      if (!next.delete(id)) next.add(id);
      setHidden(next);
    },
  };
}
