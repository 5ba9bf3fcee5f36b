'use client';

import { Columns3, Download, Search } from 'lucide-react';
import { toCsv } from '#lib/format/csv.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { downloadText } from '#components/ui/download.ts';
import { Menu } from '#components/ui/menu.tsx';
import type { TableView } from './use-table.ts';

export function TableToolbar<Row>({ label, table }: { label: string; table: TableView<Row> }) {
  const { total } = table;
  const shown = table.rows.length;
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <label className="relative w-56 max-w-full">
        <span className="sr-only">Filter {label}</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-2 left-2 size-3.5 text-faint"
        />
        <input
          type="search"
          value={table.filter}
          onChange={(event) => table.setFilter(event.target.value)}
          placeholder="Filter"
          className="h-7.5 w-full rounded-control border border-border bg-background pr-2 pl-7 text-sm placeholder:text-faint"
        />
      </label>
      <span className="text-xs text-faint" aria-live="polite">
        {shown === total ? `${total}` : `${shown} of ${total}`}
      </span>
      <span className="ml-auto flex items-center gap-1.5">
        <ColumnChoice table={table} />
        <Button
          look="quiet"
          size="small"
          onClick={() => downloadText(`${fileName(label)}.csv`, 'text/csv', tableCsv(table))}
        >
          <Download aria-hidden className="size-3.5" /> CSV
        </Button>
      </span>
    </div>
  );
}

function ColumnChoice<Row>({ table }: { table: TableView<Row> }) {
  return (
    <Menu
      label="Choose"
      trigger={
        <span className={buttonClass('quiet', 'small')}>
          <Columns3 aria-hidden className="size-3.5" /> Columns
        </span>
      }
    >
      <div className="flex max-h-80 min-w-44 flex-col overflow-y-auto p-1.5">
        {table.columns.filter(hasHead).map((column) => (
          <label
            key={column.id}
            className="flex h-7 items-center gap-2 rounded-control px-2 text-sm hover:bg-surface"
          >
            <input
              type="checkbox"
              className="accent-accent"
              checked={table.visible.includes(column)}
              onChange={() => table.toggle(column.id)}
            />
            {column.head}
          </label>
        ))}
      </div>
    </Menu>
  );
}

function hasHead({ head }: { readonly head: string }): boolean {
  return head !== '';
}

/** What is shown now, in its order, as base-unit values. */
function tableCsv<Row>(table: TableView<Row>): string {
  const columns = table.visible.filter(hasHead);
  return toCsv(
    columns.map((column) => column.id),
    table.rows.map((row) => columns.map((column) => column.value(row))),
  );
}

function fileName(label: string): string {
  return label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
