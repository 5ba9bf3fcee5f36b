'use client';

import Link from 'next/link';
import type { DeviceInterface } from '#lib/model/device-report.ts';
import { portHref } from '#components/device/device-href.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { freshFor } from '#components/series/fresh-for.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Value } from '#components/ui/value.tsx';
import { interfaceHref } from './interface-href.ts';
import type { InterfaceRow } from './interface-table.tsx';
import { Faults, LinkState } from './link-state.tsx';
import { Saturation } from './saturation.tsx';

/** One cable between a host and a switch, seen from both ends, and the host's fabric beside it. */
export interface CableRow {
  readonly host: string;
  readonly hostInterface: InterfaceRow | null;
  readonly switchPort: DeviceInterface;
  readonly fabricBitsPerSecond: number | null;
}

export function CableTable({ rows }: { rows: readonly CableRow[] }) {
  return (
    <DataTable
      label="Cables between hosts and switches"
      columns={columns}
      rows={rows}
      rowId={({ switchPort }) => `${switchPort.device} ${switchPort.name}`}
      rowHref={({ host }) => `/network?host=${encodeURIComponent(host)}`}
      empty="No cable has that end."
    />
  );
}

const columns: readonly TableColumn<CableRow>[] = [
  {
    id: 'host',
    head: 'Host',
    value: (row) => `${row.host} ${row.hostInterface?.name ?? ''}`,
    cell: ({ host, hostInterface }) => (
      <Link
        className="font-medium hover:underline"
        href={hostInterface ? interfaceHref(hostInterface) : `/hosts/${encodeURIComponent(host)}`}
      >
        {host}
        {hostInterface && <span className="text-muted"> › {hostInterface.name}</span>}
      </Link>
    ),
  },
  {
    id: 'switch_port',
    head: 'Switch port',
    value: ({ switchPort }) => `${switchPort.device} ${switchPort.name}`,
    cell: ({ switchPort }) => (
      <Link className="hover:underline" href={portHref(switchPort)}>
        {switchPort.device}
        <span className="text-muted"> › {switchPort.name}</span>
      </Link>
    ),
  },
  {
    id: 'up',
    head: 'Link',
    value: ({ switchPort }) => switchPort.up,
    cell: ({ switchPort }) => <LinkState up={switchPort.up} adminUp={switchPort.adminUp} />,
  },
  {
    id: 'saturation_ratio',
    head: 'Saturation',
    align: 'right',
    help: 'The busier direction over the speed of the switch port',
    value: ({ switchPort }) => switchPort.saturationRatio,
    cell: ({ switchPort }) => <Saturation ratio={switchPort.saturationRatio} />,
  },
  hostSide('receive', 'Host gets', ({ hostInterface }) => hostInterface?.receiveBitsPerSecond),
  portSide('transmit', 'Port sends', ({ switchPort }) => switchPort.transmitBitsPerSecond),
  hostSide('transmit', 'Host sends', ({ hostInterface }) => hostInterface?.transmitBitsPerSecond),
  portSide('receive', 'Port gets', ({ switchPort }) => switchPort.receiveBitsPerSecond),
  {
    id: 'faults_per_second',
    head: 'Errors and drops',
    align: 'right',
    help: 'At both ends together, per second',
    value: faults,
    cell: (row) => <Faults perSecond={faults(row)} />,
  },
  {
    id: 'infiniband_bits_per_second',
    head: 'InfiniBand',
    align: 'right',
    help: 'What the host moves beside it over its fabric, both directions of all ports',
    value: (row) => row.fabricBitsPerSecond,
    cell: (row) => <Value value={row.fabricBitsPerSecond} unit="bits_per_second" />,
  },
];

function faults({ hostInterface, switchPort }: CableRow): number | null {
  const known = [hostInterface, switchPort]
    .flatMap((end) => [end?.errorsPerSecond, end?.dropsPerSecond])
    .filter((value) => typeof value === 'number');
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

type Direction = 'receive' | 'transmit';
const fields = ['rate(receive_bytes_total)', 'rate(transmit_bytes_total)'];

function hostSide(
  direction: Direction,
  head: string,
  value: (row: CableRow) => number | null | undefined,
): TableColumn<CableRow> {
  return {
    id: `host_${direction}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) =>
      row.hostInterface === null ? (
        <Value value={null} unit="bits_per_second" />
      ) : (
        <LiveValue
          fields={fields}
          line={{ ...rateOf('host_network', direction) }}
          entity={{ host: row.host, interface: row.hostInterface.name }}
          unit="bits_per_second"
          initial={value(row) ?? null}
          initialTimeMs={row.hostInterface.timeMs}
        />
      ),
  };
}

function portSide(
  direction: Direction,
  head: string,
  value: (row: CableRow) => number | null,
): TableColumn<CableRow> {
  return {
    id: `port_${direction}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) => (
      <LiveValue
        fields={fields}
        line={{ ...rateOf('snmp_interface', direction), freshMs: freshFor(null) }}
        entity={{ device: row.switchPort.device, interface: row.switchPort.name }}
        unit="bits_per_second"
        initial={value(row)}
        initialTimeMs={row.switchPort.timeMs}
      />
    ),
  };
}

function rateOf(measurement: string, direction: Direction) {
  return {
    measurement,
    field: `${direction}_bytes_total`,
    aggregate: 'rate',
    factor: 8,
  } as const;
}
