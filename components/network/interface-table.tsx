'use client';

import Link from 'next/link';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { interfaceHref } from './interface-href.ts';
import { trafficColumns, type TrafficRow } from './traffic-columns.tsx';

export interface InterfaceRow extends TrafficRow {
  readonly host: string;
  readonly name: string;
}

/** Interfaces with live traffic; all of them, or those of one host. */
export function InterfaceTable({ rows, host }: { rows: readonly InterfaceRow[]; host?: string }) {
  return (
    <DataTable
      label="Interfaces"
      columns={host === undefined ? allColumns : allColumns.filter(({ id }) => id !== 'host')}
      rows={rows}
      rowId={(row) => `${row.host} ${row.name}`}
      rowHref={interfaceHref}
      empty="No interface has that name."
    />
  );
}

const allColumns: readonly TableColumn<InterfaceRow>[] = [
  {
    id: 'interface',
    head: 'Interface',
    value: (row) => row.name,
    cell: (row) => (
      <Link className="font-medium hover:underline" href={interfaceHref(row)}>
        {row.name}
      </Link>
    ),
  },
  {
    id: 'host',
    head: 'Host',
    value: (row) => row.host,
    cell: (row) => (
      <Link className="hover:underline" href={`/hosts/${encodeURIComponent(row.host)}`}>
        {row.host}
      </Link>
    ),
  },
  ...trafficColumns<InterfaceRow>((row) => ({
    line: { measurement: 'host_network' },
    entity: { host: row.host, interface: row.name },
  })),
];
