'use client';

import type { Column, Table } from '@tanstack/react-table';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import type { TableColumn } from './table-column.ts';

export function TableHead<Row>({
  table,
  columns,
}: {
  table: Table<Row>;
  columns: readonly TableColumn<Row>[];
}) {
  const described = new Map(columns.map((column) => [column.id, column]));
  return (
    <thead>
      <tr className="border-t border-border">
        {table.getVisibleLeafColumns().map((column) => (
          <HeadCell key={column.id} column={column} described={described.get(column.id)} />
        ))}
      </tr>
    </thead>
  );
}

const sortNames = { asc: 'ascending', desc: 'descending', none: 'none' } as const;

function HeadCell<Row>({
  column,
  described,
}: {
  column: Column<Row>;
  described: TableColumn<Row> | undefined;
}) {
  if (described?.head === '') return <ActionsCell />;
  const sorted = column.getIsSorted();
  const right = described?.align === 'right';
  return (
    <th
      scope="col"
      aria-sort={sortNames[sorted === false ? 'none' : sorted]}
      className={classNames('h-8 px-4 font-normal', right ? 'text-right' : 'text-left')}
    >
      <button
        type="button"
        title={described?.help}
        onClick={column.getToggleSortingHandler()}
        className={classNames(
          '-mx-1 inline-flex items-center align-middle gap-1 rounded-[4px] px-1 text-xs whitespace-nowrap hover:text-text',
          sorted === false ? 'text-faint' : 'text-text',
          right && 'flex-row-reverse',
        )}
      >
        {described?.head}
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
