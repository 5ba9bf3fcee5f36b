'use client';

import Link from 'next/link';
import type { Run } from '#lib/model/run.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Time } from '#components/ui/time.tsx';
import { Value } from '#components/ui/value.tsx';
import { RunStateMark } from './run-state.tsx';
import { workloadNotes } from './workload-notes.ts';

const columns: readonly TableColumn<Run>[] = [
  {
    id: 'started',
    head: 'Started',
    value: (run) => new Date(run.startedAtMs).toISOString(),
    cell: (run) => (
      <Link className="font-medium hover:underline" href={runHref(run)}>
        <Time timeMs={run.startedAtMs} />
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'State',
    value: (run) => run.state,
    cell: (run) => <RunStateMark run={run} />,
  },
  { id: 'workload', head: 'Workload', value: (run) => workloadNotes[run.workload].title },
  { id: 'host', head: 'Host', value: (run) => run.host },
  { id: 'device', head: 'Device', value: (run) => run.device },
  { id: 'seed', head: 'Seed', align: 'right', value: (run) => run.seed },
  {
    id: 'seconds',
    head: 'Ran for',
    align: 'right',
    value: (run) => ranFor(run),
    cell: (run) => <Value value={ranFor(run)} unit="seconds" />,
  },
  { id: 'by', head: 'By', value: (run) => run.requestedBy },
  { id: 'reason', head: 'Why it ended', value: (run) => run.reason ?? '' },
];

export function RunTable({ runs }: { runs: readonly Run[] }) {
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rows={runs}
      rowId={(run) => run.id}
      rowHref={runHref}
      initialSort={{ id: 'started', descending: true }}
      empty="No run matches."
    />
  );
}

/** A run that has ended is shown in its own time, with some of what was before and after. */
export function runHref(run: Run): string {
  const path = `/training/${encodeURIComponent(run.id)}`;
  if (run.endedAtMs === null) return path;
  const margin = Math.max(10_000, (run.endedAtMs - run.startedAtMs) * 0.1);
  const from = Math.floor(run.startedAtMs - margin);
  return `${path}?from=${from}&to=${Math.ceil(run.endedAtMs + margin)}`;
}

function ranFor(run: Run): number | null {
  return run.endedAtMs === null ? null : Math.round((run.endedAtMs - run.startedAtMs) / 1000);
}
