'use client';

import Link from 'next/link';
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import { rangeAround } from '#lib/model/time-range.ts';
import { gpuHref, hostHref, shortGpu } from '#components/gpu/gpu-name.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { Time } from '#components/ui/time.tsx';
import { useGpuEvents } from './gpu-events.tsx';

const gravity = { critical: 0, warning: 1, info: 2 };

const columns: readonly TableColumn<GpuEvent>[] = [
  {
    id: 'time',
    head: 'Time',
    value: (event) => new Date(event.timeMs).toISOString(),
    cell: (event) => <Time timeMs={event.timeMs} style="second" />,
  },
  {
    id: 'severity',
    head: 'Severity',
    value: (event) => `${gravity[event.severity]} ${event.severity}`,
    cell: (event) => <Status level={event.severity}>{event.severity}</Status>,
  },
  {
    id: 'event',
    head: 'Event',
    value: (event) => [codeName(event) ?? event.kind, event.title].join(' '),
    cell: (event) => <Words event={event} />,
  },
  {
    id: 'gpu',
    head: 'GPU',
    value: (event) => event.gpu,
    cell: (event) =>
      event.gpu === '' ? (
        <span className="text-faint">all of the host</span>
      ) : (
        <span className="inline-flex items-center gap-2">
          <Link className="hover:underline" href={momentHref(event)} title={event.gpu}>
            {shortGpu(event.gpu)}
          </Link>
          <Simulated when={event.simulated} />
        </span>
      ),
  },
  {
    id: 'host',
    head: 'Host',
    value: (event) => event.host,
    cell: (event) => (
      <Link className="hover:underline" href={hostHref(event.host)}>
        {event.host}
      </Link>
    ),
  },
  { id: 'rack', head: 'Rack', hidden: true, value: (event) => event.rack },
  { id: 'action', head: 'What to do', value: (event) => event.action },
  { id: 'message', head: 'Driver', hidden: true, value: (event) => event.message },
  { id: 'process', head: 'Process', hidden: true, value: (event) => event.process },
  { id: 'source', head: 'Told by', hidden: true, value: (event) => event.source },
];

function Words({ event }: { event: GpuEvent }) {
  const name = codeName(event);
  return (
    <span title={event.meaning ?? undefined}>
      {name !== null && name !== event.title && <span className="text-muted">{name} · </span>}
      {event.title}
    </span>
  );
}

/** Every event of the page's part of time, as they happen; each leads to its moment. */
export function EventTable({ startMs, endMs }: { startMs: number; endMs: number | null }) {
  const rows = useGpuEvents().filter(
    ({ timeMs }) => timeMs >= startMs && (endMs === null || timeMs < endMs),
  );
  return (
    <DataTable
      label="Events"
      columns={columns}
      rows={rows}
      rowId={(event) => event.key}
      rowHref={momentHref}
      empty="Nothing happened in this part of time, or nothing has that name."
    />
  );
}

/** The GPU's page around the moment; the host's where it is about no one GPU. */
function momentHref(event: GpuEvent): string {
  const { startMs, endMs } = rangeAround(event.timeMs, event.timeMs);
  const page = event.gpu === '' ? hostHref(event.host) : gpuHref(event.gpu);
  return `${page}?from=${startMs}&to=${endMs}`;
}
