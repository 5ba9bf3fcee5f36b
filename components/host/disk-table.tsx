'use client';

import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { LiveValue } from '#components/series/live-value.tsx';

export interface DiskRow {
  readonly disk: string;
  readonly timeMs: number;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
  readonly readLatencySeconds: number | null;
  readonly writeLatencySeconds: number | null;
  readonly busyRatio: number | null;
}

const fields = [
  'rate(read_bytes_total)',
  'rate(write_bytes_total)',
  'read_latency_seconds',
  'write_latency_seconds',
  'busy_ratio',
];

const numbers = [
  ['read_bytes_total', 'Read', 'bytes_per_second', 'rate', 'readBytesPerSecond'],
  ['write_bytes_total', 'Written', 'bytes_per_second', 'rate', 'writeBytesPerSecond'],
  ['read_latency_seconds', 'Read latency', 'seconds', 'mean', 'readLatencySeconds'],
  ['write_latency_seconds', 'Write latency', 'seconds', 'mean', 'writeLatencySeconds'],
  ['busy_ratio', 'Busy', 'ratio', 'mean', 'busyRatio'],
] as const;

/** Block devices of one host, live. */
export function DiskTable({ rows, host }: { rows: readonly DiskRow[]; host: string }) {
  const columns: TableColumn<DiskRow>[] = [
    { id: 'disk', head: 'Disk', value: (row) => row.disk },
    ...numbers.map(([field, head, unit, aggregate, key]): TableColumn<DiskRow> => ({
      id: field,
      head,
      align: 'right',
      value: (row) => row[key],
      cell: (row) => (
        <LiveValue
          fields={fields}
          line={{ measurement: 'host_disk', field, aggregate, match: { host: [host] } }}
          entity={{ disk: row.disk }}
          unit={unit}
          initial={row[key]}
          initialTimeMs={row.timeMs}
        />
      ),
    })),
  ];
  return (
    <DataTable
      label="Disks"
      columns={columns}
      rows={rows}
      rowId={(row) => row.disk}
      empty="No disk has that name."
      plain={rows.length < 8}
    />
  );
}
