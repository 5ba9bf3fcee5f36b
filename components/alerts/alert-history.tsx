'use client';

import type { AlertTransition } from '#lib/model/alert.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Status } from '#components/ui/status.tsx';
import { Time } from '#components/ui/time.tsx';
import { whereWords } from './rule-words.ts';

const columns: readonly TableColumn<AlertTransition>[] = [
  {
    id: 'time',
    head: 'Time',
    value: ({ atMs }) => new Date(atMs).toISOString(),
    cell: ({ atMs }) => <Time timeMs={atMs} style="short" />,
  },
  {
    id: 'step',
    head: 'Step',
    value: ({ to }) => (to === 'firing' ? 'fired' : 'ended'),
    cell: ({ to, severity }) =>
      to === 'firing' ? <Status level={severity}>fired</Status> : <Status level="ok">ended</Status>,
  },
  { id: 'rule', head: 'Rule', value: ({ ruleName }) => ruleName },
  { id: 'where', head: 'Where', value: (row) => whereWords(row) },
  { id: 'severity', head: 'Severity', value: ({ severity }) => severity, hidden: true },
];

/** What fired and what ended, newest first. */
export function AlertHistory({ rows }: { rows: readonly AlertTransition[] }) {
  return (
    <Panel title="History" note={`newest ${rows.length}`} flush>
      <DataTable
        label="Alert history"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        empty="Nothing has fired yet. What fires and what ends is kept here for 400 days."
      />
    </Panel>
  );
}
