'use client';

import Link from 'next/link';
import type { DeviceInterface, Neighbour } from '#lib/model/device-report.ts';
import { interfaceHref } from '#components/network/interface-href.ts';
import { Faults, LinkState } from '#components/network/link-state.tsx';
import { LiveValue } from '#components/series/live-value.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { ShareBar } from '#components/ui/share-bar.tsx';
import { Value } from '#components/ui/value.tsx';
import { deviceHref, portHref } from './device-href.ts';
import { neighbourText } from './neighbour-text.ts';

/** The interfaces of one device, with who is at their other ends. */
export function PortTable({
  device,
  rows,
  freshMs,
}: {
  device: string;
  rows: readonly DeviceInterface[];
  freshMs: number;
}) {
  return (
    <DataTable
      label={`Interfaces of ${device}`}
      columns={columnsOf(freshMs)}
      rows={rows}
      rowId={(row) => row.name}
      rowHref={portHref}
      empty="No interface has that name."
    />
  );
}

function columnsOf(freshMs: number): readonly TableColumn<DeviceInterface>[] {
  return [
    {
      id: 'interface',
      head: 'Interface',
      value: (row) => row.name,
      cell: (row) => (
        <Link className="font-medium hover:underline" href={portHref(row)} scroll={false}>
          {row.name}
        </Link>
      ),
    },
    {
      id: 'alias',
      head: 'Description',
      value: (row) => row.alias,
      cell: (row) => <span className="text-muted">{row.alias}</span>,
    },
    {
      id: 'up',
      head: 'Link',
      value: (row) => (row.adminUp === false ? 'switched off' : row.up === true ? 'up' : 'down'),
      cell: (row) => <LinkState up={row.up} adminUp={row.adminUp} />,
    },
    {
      id: 'speed_bits_per_second',
      head: 'Speed',
      align: 'right',
      value: (row) => row.speedBitsPerSecond,
      cell: (row) => <Value value={row.speedBitsPerSecond} unit="bits_per_second" />,
    },
    {
      id: 'saturation_ratio',
      head: 'Utilisation',
      align: 'right',
      help: 'The busier direction over the speed, at the newest poll',
      value: (row) => row.saturationRatio,
      cell: (row) => <Utilisation row={row} />,
    },
    traffic('receive', 'Received', freshMs, (row) => row.receiveBitsPerSecond),
    traffic('transmit', 'Sent', freshMs, (row) => row.transmitBitsPerSecond),
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
    {
      id: 'neighbour',
      head: 'Other end',
      help: 'As LLDP tells',
      value: (row) => neighbourText(row.neighbour),
      cell: (row) => <NeighbourLink neighbour={row.neighbour} />,
    },
  ];
}

export function Utilisation({ row }: { row: Pick<DeviceInterface, 'saturationRatio'> }) {
  return (
    <span className="inline-flex items-center justify-end gap-2">
      <ShareBar ratio={row.saturationRatio} />
      <span className="min-w-10">
        <Value value={row.saturationRatio} unit="ratio" />
      </span>
    </span>
  );
}

function traffic(
  direction: 'receive' | 'transmit',
  head: string,
  freshMs: number,
  value: (row: DeviceInterface) => number | null,
): TableColumn<DeviceInterface> {
  return {
    id: `${direction}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) => (
      <LiveValue
        fields={['rate(receive_bytes_total)', 'rate(transmit_bytes_total)']}
        line={{
          measurement: 'snmp_interface',
          field: `${direction}_bytes_total`,
          match: { device: [row.device] },
          aggregate: 'rate',
          factor: 8,
          freshMs,
        }}
        entity={{ interface: row.name }}
        unit="bits_per_second"
        initial={value(row)}
        initialTimeMs={row.timeMs}
      />
    ),
  };
}

/** Leads to the other end where it is one of ours. */
export function NeighbourLink({ neighbour }: { neighbour: Neighbour | null }) {
  const text = neighbourText(neighbour);
  if (!neighbour || text === null) return <span className="text-faint">–</span>;
  const { end } = neighbour;
  if (!end) return <span className="text-muted">{text}</span>;
  return (
    <Link className="hover:underline" href={endHref(end)}>
      {text}
    </Link>
  );
}

function endHref(end: NonNullable<Neighbour['end']>): string {
  const { kind, name, interface: port } = end;
  if (kind === 'device')
    return port === null ? deviceHref(name) : portHref({ device: name, name: port });
  return port === null
    ? `/hosts/${encodeURIComponent(name)}`
    : interfaceHref({ host: name, name: port });
}
