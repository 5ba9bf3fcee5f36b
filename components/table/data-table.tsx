'use client';

import {
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type SortingState,
  type Table,
  type VisibilityState,
} from '@tanstack/react-table';
import { useState, type ReactNode } from 'react';
import type { CsvCell } from '#lib/format/csv.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { TableColumn } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { useRowKeys } from './row-keys.ts';

export interface DataTableProps<Row> {
  /** Names the table for a screen reader and its CSV file. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Where a row leads; Enter on the row goes there too. */
  readonly rowHref?: (row: Row) => string;
  readonly initialSort?: { readonly id: string; readonly descending: boolean };
  /** One letter → what it does to the row under the cursor, such as `a` for acknowledge. */
  readonly rowActions?: Readonly<Record<string, (row: Row) => void>>;
  /** Shown in place of rows where there are none. */
  readonly empty: ReactNode;
  /** Without filter, columns and CSV: for a handful of rows inside another panel. */
  readonly plain?: boolean;
}

/**
 * A table that sorts, filters, hides columns, exports CSV, and is walked with j, k, Enter and the
 * arrow keys once it has focus.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const [sorting, setSorting] = useState<SortingState>(
    props.initialSort ? [{ id: props.initialSort.id, desc: props.initialSort.descending }] : [],
  );
  const [filter, setFilter] = useState('');
  const [visibility, setVisibility] = useState<VisibilityState>(() =>
    Object.fromEntries(props.columns.map((column) => [column.id, column.hidden !== true])),
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- v8 keeps state in its instance; nothing below is memoised by it.
  const table = useReactTable<Row>({
    data: props.rows as Row[],
    columns: props.columns.map(columnDefinition),
    getRowId: props.rowId,
    state: { sorting, globalFilter: filter, columnVisibility: visibility },
    onSortingChange: setSorting,
    onGlobalFilterChange: setFilter,
    onColumnVisibilityChange: setVisibility,
    globalFilterFn: 'includesString',
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
  });
  return (
    <div className="flex min-w-0 flex-col">
      {props.plain !== true && (
        <TableToolbar
          label={props.label}
          table={table}
          columns={props.columns}
          filter={filter}
          onFilter={setFilter}
        />
      )}
      <TableBody {...props} table={table} />
    </div>
  );
}

function columnDefinition<Row>(column: TableColumn<Row>): ColumnDef<Row> {
  return {
    id: column.id,
    header: column.head,
    accessorFn: (row) => column.value(row) ?? undefined,
    sortUndefined: 'last',
    enableGlobalFilter: true,
  };
}

/** Not the table library's: to it a cell is a component, and a new one at every render is mounted anew. */
function content<Row>(column: TableColumn<Row> | undefined, row: Row): ReactNode {
  if (!column) return null;
  return column.cell ? column.cell(row) : text(column.value(row));
}

function text(value: CsvCell): string {
  return value === null || value === undefined ? '–' : String(value);
}

/** More are more than anybody reads, and each costs the browser a millisecond. */
const rowsAtOnce = 200;

function TableBody<Row>({
  table,
  columns,
  label,
  rowHref,
  rowActions,
  empty,
}: DataTableProps<Row> & { table: Table<Row> }) {
  const { rows: all } = table.getRowModel();
  const [most, setMost] = useState(rowsAtOnce);
  const rows = all.slice(0, most);
  const keys = useRowKeys(
    rows.map((row) => row.original),
    rowHref,
    rowActions,
  );
  const described = new Map(columns.map((column) => [column.id, column]));
  if (rows.length === 0) {
    return <div className="border-t border-border px-4 py-6 text-muted">{empty}</div>;
  }
  return (
    // Positioned, so that words for screen readers in its far columns do not widen the page.
    <div
      className="relative min-w-0 overflow-x-auto focus-visible:-outline-offset-2"
      tabIndex={0}
      role="group"
      aria-label={`${label}: j and k move, Enter opens`}
      onKeyDown={keys.onKeyDown}
    >
      <table className="w-full border-collapse text-sm" aria-label={label}>
        <TableHead table={table} columns={columns} />
        <tbody>
          {rows.map((row, index) => (
            <tr
              key={row.id}
              ref={keys.cursor === index ? keys.scrollTo : undefined}
              aria-current={keys.cursor === index ? 'true' : undefined}
              className={classNames(
                'border-t border-border hover:bg-raised',
                keys.cursor === index && 'bg-accent-surface hover:bg-accent-surface',
              )}
            >
              {row.getVisibleCells().map((cell) => (
                <td
                  key={cell.id}
                  className={classNames(
                    'h-9 px-4 whitespace-nowrap',
                    described.get(cell.column.id)?.align === 'right' && 'text-right tabular-nums',
                  )}
                >
                  {content(described.get(cell.column.id), row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > rows.length && (
        <p className="flex items-center gap-3 border-t border-border px-4 py-2 text-xs text-faint">
          The first {rows.length} of {all.length}; filter and CSV have all of them.
          <Button look="quiet" size="small" onClick={() => setMost(most + rowsAtOnce)}>
            Show more
          </Button>
        </p>
      )}
    </div>
  );
}
