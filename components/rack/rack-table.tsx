'use client';

import Link from 'next/link';
import { Value } from '#components/ui/value.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

export interface RackRow {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly room: string;
  readonly row: string;
  readonly hosts: number;
  readonly freeU: number;
  readonly powerBudgetWatts: number | null;
}

const columns: readonly TableColumn<RackRow>[] = [
  {
    id: 'name',
    head: 'Rack',
    value: (rack) => rack.name,
    cell: (rack) => (
      <Link className="font-medium hover:underline" href={`/racks/${rack.id}`}>
        {rack.name}
      </Link>
    ),
  },
  { id: 'site', head: 'Site', value: (rack) => rack.site },
  { id: 'room', head: 'Room', value: (rack) => rack.room },
  { id: 'row', head: 'Row', value: (rack) => rack.row },
  { id: 'hosts', head: 'Hosts', align: 'right', value: (rack) => rack.hosts },
  {
    id: 'free_u',
    head: 'Free U',
    align: 'right',
    help: 'Height less the heights of the hosts that stand in it',
    value: (rack) => rack.freeU,
  },
  {
    id: 'power_budget_watts',
    head: 'Power budget',
    align: 'right',
    value: (rack) => rack.powerBudgetWatts,
    cell: (rack) => <Value value={rack.powerBudgetWatts} unit="watts" />,
  },
];

export function RackTable({ rows }: { rows: readonly RackRow[] }) {
  return (
    <DataTable
      label="Racks"
      columns={columns}
      rows={rows}
      rowId={(rack) => rack.id}
      rowHref={(rack) => `/racks/${rack.id}`}
      empty="No rack yet."
    />
  );
}
