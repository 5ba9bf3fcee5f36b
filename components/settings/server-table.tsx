'use client';

import { Time } from '#components/ui/time.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

export interface ServerRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly startedAtMs: number;
  /** Agents whose control channel ends there. */
  readonly agents: number;
  readonly isSelf: boolean;
  readonly isLeading: boolean;
}

const columns: readonly TableColumn<ServerRow>[] = [
  {
    id: 'name',
    head: 'Server',
    value: (row) => row.name,
    cell: (row) => (row.isSelf ? `${row.name} (this one)` : row.name),
  },
  { id: 'role', head: 'Role', value: (row) => (row.isLeading ? 'leads' : 'follows') },
  { id: 'agents', head: 'Agents', align: 'right', value: (row) => row.agents },
  { id: 'version', head: 'Version', value: (row) => row.version },
  {
    id: 'started_at_ms',
    head: 'Since',
    value: (row) => row.startedAtMs,
    cell: (row) => <Time timeMs={row.startedAtMs} />,
  },
];

export function ServerTable({ rows }: { rows: readonly ServerRow[] }) {
  return (
    <DataTable
      label="Servers"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      plain
      empty="No server is known."
    />
  );
}
