'use client';

import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Badge, Status } from '#components/ui/status.tsx';
import { Value } from '#components/ui/value.tsx';

export interface FilesystemRow {
  readonly mount: string;
  readonly type: string;
  readonly usedBytes: number | null;
  readonly sizeBytes: number | null;
  readonly usedRatio: number | null;
  readonly readOnly: boolean;
  readonly answering: boolean;
}

const columns: readonly TableColumn<FilesystemRow>[] = [
  {
    id: 'mount',
    head: 'Mounted at',
    value: (row) => row.mount,
    cell: (row) => (
      <span className="flex items-center gap-2">
        {row.mount}
        {row.readOnly && <Badge level="warning">read-only</Badge>}
        {!row.answering && <Status level="critical">does not answer</Status>}
      </span>
    ),
  },
  { id: 'type', head: 'Type', value: (row) => row.type },
  {
    id: 'used_ratio',
    head: 'Used',
    align: 'right',
    help: 'Used over used and available',
    value: (row) => row.usedRatio,
    cell: (row) => <Share ratio={row.usedRatio} />,
  },
  {
    id: 'used_bytes',
    head: 'Bytes',
    align: 'right',
    value: (row) => row.usedBytes,
    cell: (row) => <Value value={row.usedBytes} unit="bytes" />,
  },
  {
    id: 'size_bytes',
    head: 'Size',
    align: 'right',
    value: (row) => row.sizeBytes,
    cell: (row) => <Value value={row.sizeBytes} unit="bytes" />,
  },
];

export function FilesystemTable({ rows }: { rows: readonly FilesystemRow[] }) {
  return (
    <DataTable
      label="File systems"
      columns={columns}
      rows={rows}
      rowId={(row) => row.mount}
      empty="No file system has that name."
      plain={rows.length < 8}
    />
  );
}

function Share({ ratio }: { ratio: number | null }) {
  return (
    <span className="inline-flex items-center gap-2">
      {ratio !== null && (
        <span aria-hidden className="h-1.5 w-20 overflow-hidden rounded-full bg-raised">
          <span className="block h-full bg-series-1" style={{ width: `${ratio * 100}%` }} />
        </span>
      )}
      <span className="min-w-12">
        <Value value={ratio} unit="ratio" />
      </span>
    </span>
  );
}
