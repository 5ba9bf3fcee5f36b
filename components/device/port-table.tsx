'use client';

import Link from 'next/link';
import type { DeviceInterface, Neighbour } from '#lib/model/device-report.ts';
import { interfaceHref } from '#components/network/interface-href.ts';
import { trafficColumns } from '#components/network/traffic-columns.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
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
    ...trafficColumns<DeviceInterface>((row) => ({
      line: { measurement: 'snmp_interface', match: { device: [row.device] }, freshMs },
      entity: { interface: row.name },
    })),
    {
      id: 'neighbour',
      head: 'Other end',
      help: 'As LLDP tells',
      value: (row) => neighbourText(row.neighbour),
      cell: (row) => <NeighbourLink neighbour={row.neighbour} />,
    },
  ];
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
