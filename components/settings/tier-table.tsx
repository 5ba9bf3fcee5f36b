'use client';

import { formatDuration } from '#lib/format/duration.ts';
import { Time } from '#components/ui/time.tsx';
import { Value } from '#components/ui/value.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

export interface TierRow {
  readonly tier: string;
  readonly rows: number;
  readonly bytes: number | null;
  readonly oldestMs: number | null;
  readonly keepSeconds: number;
}

const columns: readonly TableColumn<TierRow>[] = [
  { id: 'tier', head: 'Resolution', value: (row) => row.tier },
  {
    id: 'rows',
    head: 'Rows',
    align: 'right',
    value: (row) => row.rows,
    cell: (row) => <Value value={row.rows} unit="count" />,
  },
  {
    id: 'bytes',
    head: 'Size',
    align: 'right',
    value: (row) => row.bytes,
    cell: (row) => <Value value={row.bytes} unit="bytes" />,
  },
  {
    id: 'oldest_ms',
    head: 'Oldest',
    value: (row) => row.oldestMs,
    cell: (row) => (row.oldestMs === null ? '–' : <Time timeMs={row.oldestMs} />),
  },
  {
    id: 'keep_seconds',
    head: 'Kept for',
    align: 'right',
    value: (row) => row.keepSeconds,
    cell: (row) => formatDuration(row.keepSeconds),
  },
];

export function TierTable({ rows }: { rows: readonly TierRow[] }) {
  return (
    <DataTable
      label="Store"
      columns={columns}
      rows={rows}
      rowId={(row) => row.tier}
      plain
      empty="Nothing is stored yet."
    />
  );
}
