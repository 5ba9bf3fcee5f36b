'use client';

import Link from 'next/link';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Age } from '#components/ui/age.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Value } from '#components/ui/value.tsx';

export interface HostRow {
  readonly host: string;
  readonly timeMs: number;
  readonly cpuRatio: number | null;
  readonly load1: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly powerWatts: number | null;
  readonly uptimeSeconds: number | null;
  readonly simulated: boolean;
}

const columns: readonly TableColumn<HostRow>[] = [
  {
    id: 'host',
    head: 'Host',
    value: (row) => row.host,
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <Link className="font-medium hover:underline" href={hrefOf(row)}>
          {row.host}
        </Link>
        <Simulated when={row.simulated} />
      </span>
    ),
  },
  {
    id: 'cpu_ratio',
    head: 'Processors',
    align: 'right',
    help: 'Busy share of all processors',
    value: (row) => row.cpuRatio,
    cell: (row) => <HostValue row={row} field="cpu_ratio" unit="ratio" initial={row.cpuRatio} />,
  },
  {
    id: 'load1',
    head: 'Load',
    align: 'right',
    help: 'Runnable and blocked tasks, mean over a minute',
    value: (row) => row.load1,
    cell: (row) => <HostValue row={row} field="load1" unit="count" initial={row.load1} />,
  },
  {
    id: 'memory_used_bytes',
    head: 'Memory',
    align: 'right',
    value: (row) => row.memoryUsedBytes,
    cell: (row) => (
      <HostValue row={row} field="memory_used_bytes" unit="bytes" initial={row.memoryUsedBytes} />
    ),
  },
  {
    id: 'memory_total_bytes',
    head: 'of',
    align: 'right',
    value: (row) => row.memoryTotalBytes,
    cell: (row) => <Value value={row.memoryTotalBytes} unit="bytes" />,
  },
  {
    id: 'power_watts',
    head: 'Power',
    align: 'right',
    value: (row) => row.powerWatts,
    cell: (row) => (
      <HostValue row={row} field="power_watts" unit="watts" initial={row.powerWatts} />
    ),
  },
  {
    id: 'uptime_seconds',
    head: 'Up for',
    align: 'right',
    value: (row) => row.uptimeSeconds,
    cell: (row) => <Value value={row.uptimeSeconds} unit="seconds" />,
  },
  {
    id: 'time',
    head: 'Last heard',
    align: 'right',
    value: (row) => row.timeMs,
    cell: (row) => <Age timeMs={row.timeMs} />,
  },
];

export function HostTable({ hosts }: { hosts: readonly HostRow[] }) {
  return (
    <DataTable
      label="Machines"
      columns={columns}
      rows={hosts}
      rowId={(row) => row.host}
      rowHref={hrefOf}
      empty="No machine has that name."
    />
  );
}

function HostValue({
  row,
  field,
  unit,
  initial,
}: {
  row: HostRow;
  field: string;
  unit: 'ratio' | 'count' | 'bytes' | 'watts';
  initial: number | null;
}) {
  return (
    <LiveValue
      fields={['cpu_ratio', 'load1', 'memory_used_bytes', 'power_watts']}
      line={{ measurement: 'host', field, across: 'mean' }}
      entity={{ host: row.host }}
      unit={unit}
      initial={initial}
      initialTimeMs={row.timeMs}
    />
  );
}

function hrefOf(row: HostRow): string {
  return `/hosts/${encodeURIComponent(row.host)}`;
}
