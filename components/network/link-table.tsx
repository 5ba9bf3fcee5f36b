'use client';

import Link from 'next/link';
import { Utilisation } from '#components/device/port-table.tsx';
import { LiveValue } from '#components/series/live-value.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Value } from '#components/ui/value.tsx';
import type { LinkRow } from './link-row.ts';
import { Faults, LinkState } from './link-state.tsx';

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
  {
    id: 'up',
    head: 'Link',
    value: (row) => row.up,
    cell: (row) => <LinkState up={row.up} adminUp={row.adminUp} />,
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
    cell: (row) => <Utilisation row={row} />,
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
  value: (row: LinkRow) => number | null,
): TableColumn<LinkRow> {
  return {
    id: `${direction}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) => (
      <LiveValue
        fields={['rate(receive_bytes_total)', 'rate(transmit_bytes_total)']}
        line={{
          measurement: row.measurement,
          field: `${direction}_bytes_total`,
          aggregate: 'rate',
          factor: 8,
          freshMs: row.freshMs,
        }}
        entity={row.entity}
        unit="bits_per_second"
        initial={value(row)}
        initialTimeMs={row.timeMs}
      />
    ),
  };
}
