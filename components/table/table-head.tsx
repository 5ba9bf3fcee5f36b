'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import type { TableColumn } from './table-column.ts';
import type { TableView } from './use-table.ts';

export function TableHead<Row>({ table }: { table: TableView<Row> }) {
  return (
    <thead>
      <tr className="border-t border-border">
        {table.visible.map((column) => (
          <HeadCell key={column.id} column={column} table={table} />
        ))}
      </tr>
    </thead>
  );
}

const sortNames = { asc: 'ascending', desc: 'descending' } as const;

function HeadCell<Row>({ column, table }: { column: TableColumn<Row>; table: TableView<Row> }) {
  if (column.head === '') return <ActionsCell />;
  const { sorting, sortBy } = table;
  const sorted = sorting?.id === column.id && (sorting.descending ? 'desc' : 'asc');
  const right = column.align === 'right';
  return (
    <th
      scope="col"
      aria-sort={sorted === false ? 'none' : sortNames[sorted]}
      className={classNames('h-8 px-4 font-normal', right ? 'text-right' : 'text-left')}
    >
      <button
        type="button"
        title={column.help}
        onClick={() => sortBy(column)}
        className={classNames(
          '-mx-1 inline-flex items-center align-middle gap-1 rounded-[4px] px-1 text-xs whitespace-nowrap hover:text-text',
          sorted === false ? 'text-faint' : 'text-text',
          right && 'flex-row-reverse',
        )}
      >
        {column.head}
        <SortMark sorted={sorted} />
      </button>
    </th>
  );
}

/** Over the column of buttons: there is nothing to sort it by. */
function ActionsCell() {
  return (
    <th scope="col">
      <span className="sr-only">Actions</span>
    </th>
  );
}

/** Always as wide as its icon, so that sorting moves nothing. */
function SortMark({ sorted }: { sorted: 'asc' | 'desc' | false }) {
  if (sorted === false) return <span aria-hidden className="size-3" />;
  const Icon = sorted === 'asc' ? ChevronUp : ChevronDown;
  return <Icon aria-hidden className="size-3" />;
}
