'use client';

import Link from 'next/link';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import type { LinkRow } from './link-row.ts';
import { trafficColumns } from './traffic-columns.tsx';

/** Interfaces of hosts and switches and ports of fabrics, in one list. */
export function LinkTable({ rows }: { rows: readonly LinkRow[] }) {
  return (
    <DataTable
      label="Interfaces"
      columns={columns}
      rows={rows}
      rowId={(row) => row.key}
      rowHref={(row) => row.href}
      empty="No interface has that name."
    />
  );
}

const columns: readonly TableColumn<LinkRow>[] = [
  {
    id: 'interface',
    head: 'Interface',
    value: (row) => row.name,
    cell: (row) => (
      <Link className="font-medium hover:underline" href={row.href}>
        {row.name}
      </Link>
    ),
  },
  {
    id: 'of',
    head: 'Of',
    help: 'Host or device',
    value: (row) => row.owner,
    cell: (row) => (
      <Link className="hover:underline" href={row.ownerHref}>
        {row.owner}
      </Link>
    ),
  },
  {
    id: 'kind',
    head: 'Kind',
    value: (row) => row.kind,
    cell: (row) => <span className="text-muted">{row.kind}</span>,
  },
  {
    id: 'description',
    head: 'Description',
    hidden: true,
    value: (row) => row.alias,
  },
  {
    id: 'other_end',
    head: 'Other end',
    help: 'As LLDP tells the switch',
    value: (row) => row.otherEnd,
    cell: (row) => <span className="text-muted">{row.otherEnd ?? '–'}</span>,
  },
  ...trafficColumns<LinkRow>(({ measurement, freshMs, entity }) => ({
    line: { measurement, freshMs },
    entity,
  })),
];
