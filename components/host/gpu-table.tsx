'use client';

import Link from 'next/link';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Age } from '#components/ui/age.tsx';

export interface GpuRow {
  readonly host: string;
  readonly gpu: string;
  readonly index: string;
  readonly model: string;
  readonly timeMs: number;
  readonly utilizationRatio: number | null;
  readonly powerWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly memoryUsedBytes: number | null;
}

const fields = ['utilization_ratio', 'power_watts', 'temperature_celsius', 'memory_used_bytes'];

const numbers = [
  ['utilization_ratio', 'Utilisation', 'ratio', 'utilizationRatio'],
  ['power_watts', 'Power', 'watts', 'powerWatts'],
  ['temperature_celsius', 'Temperature', 'celsius', 'temperatureCelsius'],
  ['memory_used_bytes', 'Memory', 'bytes', 'memoryUsedBytes'],
] as const;

const columns: readonly TableColumn<GpuRow>[] = [
  {
    id: 'gpu',
    head: 'GPU',
    value: (row) => row.gpu,
    cell: (row) => (
      <span title={row.gpu}>
        {row.index} <span className="text-muted">{row.model}</span>
      </span>
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
  ...numbers.map(([field, head, unit, key]): TableColumn<GpuRow> => ({
    id: field,
    head,
    align: 'right',
    value: (row) => row[key],
    cell: (row) => (
      <LiveValue
        fields={fields}
        line={{ measurement: 'gpu', field }}
        entity={{ gpu: row.gpu }}
        unit={unit}
        initial={row[key]}
        initialTimeMs={row.timeMs}
      />
    ),
  })),
  {
    id: 'time',
    head: 'Last heard',
    align: 'right',
    value: (row) => row.timeMs,
    cell: (row) => <Age timeMs={row.timeMs} />,
  },
];

export function GpuTable({ rows }: { rows: readonly GpuRow[] }) {
  return (
    <DataTable
      label="GPUs"
      columns={columns}
      rows={rows}
      rowId={(row) => row.gpu}
      empty="No GPU has that name."
    />
  );
}
