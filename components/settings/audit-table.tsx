'use client';

import { Time } from '#components/ui/time.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

export interface AuditRow {
  readonly id: string;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** What changed, as `name value` pairs. */
  readonly detail: string;
}

const columns: readonly TableColumn<AuditRow>[] = [
  {
    id: 'at_ms',
    head: 'When',
    value: (row) => row.atMs,
    cell: (row) => <Time timeMs={row.atMs} />,
  },
  { id: 'actor', head: 'Who', value: (row) => row.actor },
  { id: 'action', head: 'Did', value: (row) => row.action },
  { id: 'subject', head: 'To', value: (row) => row.subject },
  {
    id: 'detail',
    head: 'Detail',
    value: (row) => row.detail,
    cell: (row) => (
      <span title={row.detail} className="block max-w-120 truncate text-muted">
        {row.detail}
      </span>
    ),
  },
];

export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <DataTable
      label="Audit log"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      empty="Nothing was changed yet."
    />
  );
}
