'use client';

import { useState, type ReactNode } from 'react';
import type { CsvCell } from '#lib/format/csv.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { TableColumn } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { useRowKeys } from './row-keys.ts';
import { useTable, type TableView } from './use-table.ts';

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
  const table = useTable(props.columns, props.rows, props.initialSort ?? null);
  return (
    <div className="flex min-w-0 flex-col">
      {props.plain !== true && <TableToolbar label={props.label} table={table} />}
      <TableBody {...props} table={table} />
    </div>
  );
}

function content<Row>(column: TableColumn<Row>, row: Row): ReactNode {
  return column.cell ? column.cell(row) : text(column.value(row));
}

function text(value: CsvCell): string {
  return value === null || value === undefined ? '–' : String(value);
}

/** More are more than anybody reads, and each costs the browser a millisecond. */
const rowsAtOnce = 200;

function TableBody<Row>({
  table,
  label,
  rowId,
  rowHref,
  rowActions,
  empty,
}: DataTableProps<Row> & { table: TableView<Row> }) {
  const all = table.rows;
  const [most, setMost] = useState(rowsAtOnce);
  const rows = all.slice(0, most);
  const keys = useRowKeys(rows, rowHref, rowActions);
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
        <TableHead table={table} />
        <tbody>
          {rows.map((row, index) => (
            <tr
              key={rowId(row)}
              ref={keys.cursor === index ? keys.scrollTo : undefined}
              aria-current={keys.cursor === index ? 'true' : undefined}
              className={classNames(
                'border-t border-border hover:bg-raised',
                keys.cursor === index && 'bg-accent-surface hover:bg-accent-surface',
              )}
            >
              {table.visible.map((column) => (
                <td
                  key={column.id}
                  className={classNames(
                    'h-9 px-4 whitespace-nowrap',
                    column.align === 'right' && 'text-right tabular-nums',
                  )}
                >
                  {content(column, row)}
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
