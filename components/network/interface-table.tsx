'use client';

import Link from 'next/link';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Value } from '#components/ui/value.tsx';
import { interfaceHref } from './interface-href.ts';
import { Faults, LinkState } from './link-state.tsx';

export interface InterfaceRow {
  readonly host: string;
  readonly name: string;
  readonly timeMs: number;
  readonly up: boolean | null;
  readonly speedBitsPerSecond: number | null;
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly errorsPerSecond: number | null;
  readonly dropsPerSecond: number | null;
  readonly saturationRatio: number | null;
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
  {
    id: 'up',
    head: 'Link',
    value: (row) => row.up,
    cell: (row) => <LinkState up={row.up} />,
  },
  {
    id: 'speed_bits_per_second',
    head: 'Speed',
    align: 'right',
    help: 'Negotiated; virtual interfaces have none',
    value: (row) => row.speedBitsPerSecond,
    cell: (row) => <Value value={row.speedBitsPerSecond} unit="bits_per_second" />,
  },
  {
    id: 'saturation_ratio',
    head: 'Saturation',
    align: 'right',
    help: 'The busier direction over the negotiated speed, when the page was loaded',
    value: (row) => row.saturationRatio,
    cell: (row) => <Value value={row.saturationRatio} unit="ratio" />,
  },
  traffic('receive', 'Received', (row) => row.receiveBitsPerSecond),
  traffic('transmit', 'Sent', (row) => row.transmitBitsPerSecond),
  {
    id: 'errors_per_second',
    head: 'Errors',
    align: 'right',
    help: 'Both directions, per second',
    value: (row) => row.errorsPerSecond,
    cell: (row) => <Faults perSecond={row.errorsPerSecond} />,
  },
  {
    id: 'drops_per_second',
    head: 'Drops',
    align: 'right',
    help: 'Both directions, per second',
    value: (row) => row.dropsPerSecond,
    cell: (row) => <Faults perSecond={row.dropsPerSecond} />,
  },
];

function traffic(
  direction: 'receive' | 'transmit',
  head: string,
  value: (row: InterfaceRow) => number | null,
): TableColumn<InterfaceRow> {
  return {
    id: `${direction}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) => (
      <LiveValue
        fields={['rate(receive_bytes_total)', 'rate(transmit_bytes_total)']}
        line={{
          measurement: 'host_network',
          field: `${direction}_bytes_total`,
          aggregate: 'rate',
          factor: 8,
        }}
        entity={{ host: row.host, interface: row.name }}
        unit="bits_per_second"
        initial={value(row)}
        initialTimeMs={row.timeMs}
      />
    ),
  };
}
