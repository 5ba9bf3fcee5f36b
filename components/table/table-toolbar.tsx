'use client';

import type { Table } from '@tanstack/react-table';
import { Columns3, Download, Search } from 'lucide-react';
import { toCsv } from '#lib/format/csv.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { downloadText } from '#components/ui/download.ts';
import { Menu } from '#components/ui/menu.tsx';
import type { TableColumn } from './table-column.ts';

export function TableToolbar<Row>({
  label,
  table,
  columns,
  filter,
  onFilter,
}: {
  label: string;
  table: Table<Row>;
  columns: readonly TableColumn<Row>[];
  filter: string;
  onFilter: (text: string) => void;
}) {
  const total = table.getCoreRowModel().rows.length;
  const shown = table.getRowModel().rows.length;
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
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
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
          onClick={() =>
            downloadText(`${fileName(label)}.csv`, 'text/csv', tableCsv(table, columns))
          }
        >
          <Download aria-hidden className="size-3.5" /> CSV
        </Button>
      </span>
    </div>
  );
}

function ColumnChoice<Row>({ table }: { table: Table<Row> }) {
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
        {choosable(table).map((column) => (
          <label
            key={column.id}
            className="flex h-7 items-center gap-2 rounded-control px-2 text-sm hover:bg-surface"
          >
            <input
              type="checkbox"
              className="accent-accent"
              checked={column.getIsVisible()}
              onChange={column.getToggleVisibilityHandler()}
            />
            {String(column.columnDef.header)}
          </label>
        ))}
      </div>
    </Menu>
  );
}

function choosable<Row>(table: Table<Row>) {
  return table.getAllLeafColumns().filter((column) => column.columnDef.header !== '');
}

/** What is shown now, in its order, as base-unit values. */
function tableCsv<Row>(table: Table<Row>, columns: readonly TableColumn<Row>[]): string {
  const visible = columns.filter(
    ({ id, head }) => head !== '' && table.getColumn(id)?.getIsVisible(),
  );
  return toCsv(
    visible.map((column) => column.id),
    table.getRowModel().rows.map((row) => visible.map((column) => column.value(row.original))),
  );
}

function fileName(label: string): string {
  return label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
