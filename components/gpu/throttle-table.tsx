'use client';

import Link from 'next/link';
import { formatText } from '#lib/format/value.ts';
import { throttleField, throttleReasons, type ThrottleReason } from '#lib/model/throttle.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Simulated } from '#components/ui/simulated.tsx';
import { Value } from '#components/ui/value.tsx';
import { gpuHref, hostHref, shortGpu, shortModel } from './gpu-name.ts';

/** GPU-seconds by reason of one GPU, or of all GPUs of a host or rack; null = not counted. */
export interface ThrottleRow {
  readonly key: string;
  readonly rack: string | null;
  readonly host: string | null;
  readonly gpu: string | null;
  readonly index: string | null;
  readonly model: string | null;
  readonly gpus: number;
  readonly seconds: Readonly<Record<ThrottleReason['key'], number | null>>;
  readonly coveredSeconds: number;
  readonly coverageRatio: number;
  readonly simulated: boolean;
}

export type ThrottleGroup = 'gpu' | 'host' | 'rack';

const rack: TableColumn<ThrottleRow> = {
  id: 'rack',
  head: 'Rack',
  value: (row) => row.rack,
  cell: (row) => row.rack ?? <span className="text-faint">not placed</span>,
};

const host: TableColumn<ThrottleRow> = {
  id: 'host',
  head: 'Host',
  value: (row) => row.host,
  cell: (row) => (
    <span className="inline-flex items-center gap-2">
      <Link className="hover:underline" href={hostHref(row.host ?? '')}>
        {row.host}
      </Link>
      {row.gpu === null && <Simulated when={row.simulated} />}
    </span>
  ),
};

const gpu: TableColumn<ThrottleRow> = {
  id: 'gpu',
  head: 'GPU',
  value: (row) => `${row.index ?? ''} ${row.model ?? ''} ${row.gpu ?? ''}`,
  cell: (row) => (
    <span className="inline-flex items-center gap-2" title={row.gpu ?? ''}>
      <Link className="hover:underline" href={gpuHref(row.gpu ?? '')}>
        <span className="font-medium">{row.index ?? shortGpu(row.gpu ?? '')}</span>{' '}
        <span className="text-muted">{shortModel(row.model ?? '')}</span>
      </Link>
      <Simulated when={row.simulated} />
    </span>
  ),
};

const gpus: TableColumn<ThrottleRow> = {
  id: 'gpus',
  head: 'GPUs',
  align: 'right',
  value: (row) => row.gpus,
};

const places: Record<ThrottleGroup, readonly TableColumn<ThrottleRow>[]> = {
  gpu: [gpu, host, { ...rack, hidden: true }],
  host: [host, rack, gpus],
  rack: [rack, gpus],
};

const columnHeads: Record<ThrottleReason['key'], string> = {
  hw_thermal: 'Heat, hardware',
  power_brake: 'Power brake',
  hw_slowdown: 'HW slowdown',
  sw_thermal: 'Heat, driver',
  power_cap: 'Power cap',
  sync_boost: 'Sync group',
  application_clocks: 'Set clock',
};

const reasons = throttleReasons.map((reason): TableColumn<ThrottleRow> => ({
  id: throttleField(reason.key).replace(/_total$/, ''),
  head: columnHeads[reason.key],
  align: 'right',
  help: reason.help,
  value: (row) => row.seconds[reason.key],
  cell: (row) => <Held seconds={row.seconds[reason.key]} of={row.coveredSeconds} />,
}));

const coverage: TableColumn<ThrottleRow> = {
  id: 'coverage_ratio',
  head: 'Seen',
  align: 'right',
  help: 'Share of the range in which the counters were read; shares are of this part',
  value: (row) => row.coverageRatio,
  cell: (row) => <Value value={row.coverageRatio} unit="ratio" />,
};

/** How long, and what share of the time that was seen. A nought is quiet. */
function Held({ seconds, of }: { seconds: number | null; of: number }) {
  if (seconds === null) return <Value value={null} unit="seconds" />;
  if (seconds === 0) return <span className="text-faint">0</span>;
  return (
    <>
      {formatText(seconds, 'seconds')}{' '}
      <span className="inline-block min-w-11 text-xs text-faint">
        {of > 0 ? formatText(Math.min(1, seconds / of), 'ratio') : ''}
      </span>
    </>
  );
}

export function ThrottleTable({
  rows,
  groupBy,
}: {
  rows: readonly ThrottleRow[];
  groupBy: ThrottleGroup;
}) {
  return (
    <DataTable
      label={`Throttling by ${groupBy}`}
      columns={[...places[groupBy], ...reasons.map((column) => asCounted(column, rows)), coverage]}
      rows={rows}
      rowId={(row) => row.key}
      {...(groupBy !== 'rack' && { rowHref: rowHref })}
      empty="Nothing in this time."
    />
  );
}

/** What nobody counts needs no column until somebody asks for it. */
function asCounted(
  column: TableColumn<ThrottleRow>,
  rows: readonly ThrottleRow[],
): TableColumn<ThrottleRow> {
  return { ...column, hidden: rows.every((row) => column.value(row) === null) };
}

function rowHref(row: ThrottleRow): string {
  return row.gpu === null ? hostHref(row.host ?? '') : gpuHref(row.gpu);
}
