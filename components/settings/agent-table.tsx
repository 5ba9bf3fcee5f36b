'use client';

import { Age } from '#components/ui/age.tsx';
import { Status } from '#components/ui/status.tsx';
import { Value } from '#components/ui/value.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

/** One agent as the settings show it; null where it has not said. */
export interface AgentRow {
  readonly host: string;
  readonly connectedAtMs: number | null;
  readonly version: string | null;
  readonly sampleTimeMs: number | null;
  readonly clockOffsetSeconds: number | null;
  readonly spoolBytes: number | null;
  readonly batchesDropped: number | null;
  readonly cpuRatio: number | null;
  readonly residentBytes: number | null;
  readonly collectors: string;
  /** Collectors that found nothing to read, with their reasons. */
  readonly unsupported: string;
}

const columns: readonly TableColumn<AgentRow>[] = [
  { id: 'host', head: 'Host', value: (row) => row.host },
  {
    id: 'state',
    head: 'State',
    help: 'Connected: its control channel is open, so runs can be started there',
    value: (row) => (row.connectedAtMs === null ? 'away' : 'connected'),
    cell: (row) =>
      row.connectedAtMs === null ? (
        <Status level="warning">Away</Status>
      ) : (
        <Status level="ok">Connected</Status>
      ),
  },
  { id: 'version', head: 'Version', value: (row) => row.version },
  {
    id: 'sample_time_ms',
    head: 'Last sample',
    align: 'right',
    value: (row) => row.sampleTimeMs,
    cell: (row) => (row.sampleTimeMs === null ? '–' : <Age timeMs={row.sampleTimeMs} />),
  },
  {
    id: 'clock_offset_seconds',
    head: 'Clock offset',
    align: 'right',
    help: 'Server clock less the clock of the host, measured over the push, half a round trip off',
    value: (row) => row.clockOffsetSeconds,
    cell: (row) => <Value value={row.clockOffsetSeconds} unit="seconds" />,
  },
  {
    id: 'spool_bytes',
    head: 'Spool',
    align: 'right',
    help: 'Samples that wait on its disk',
    value: (row) => row.spoolBytes,
    cell: (row) => <Value value={row.spoolBytes} unit="bytes" />,
  },
  {
    id: 'batches_dropped_total',
    head: 'Dropped',
    align: 'right',
    help: 'Batches lost since the agent started: its spool was full, or the server refused them',
    value: (row) => row.batchesDropped,
    cell: (row) => <Value value={row.batchesDropped} unit="count" />,
  },
  {
    id: 'cpu_ratio',
    head: 'CPU',
    align: 'right',
    help: 'Processor time of the agent itself; 100 % is one processor',
    value: (row) => row.cpuRatio,
    cell: (row) => <Value value={row.cpuRatio} unit="ratio" />,
  },
  {
    id: 'resident_bytes',
    head: 'Memory',
    align: 'right',
    value: (row) => row.residentBytes,
    cell: (row) => <Value value={row.residentBytes} unit="bytes" />,
  },
  {
    id: 'collectors',
    head: 'Collectors',
    value: (row) => row.collectors,
    cell: (row) => <span title={row.unsupported || undefined}>{row.collectors}</span>,
  },
];

export function AgentTable({ rows }: { rows: readonly AgentRow[] }) {
  return (
    <DataTable
      label="Agents"
      columns={columns}
      rows={rows}
      rowId={(row) => row.host}
      rowHref={(row) => `/hosts/${encodeURIComponent(row.host)}`}
      initialSort={{ id: 'host', descending: false }}
      empty={
        <>
          No agent has reported yet. On a host run{' '}
          <code className="font-mono">bin/isotherm agent</code> with a token that may write.
        </>
      }
    />
  );
}
