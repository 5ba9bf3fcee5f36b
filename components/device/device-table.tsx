'use client';

import Link from 'next/link';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import { hostHref } from '#components/gpu/gpu-name.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Age } from '#components/ui/age.tsx';
import { Status } from '#components/ui/status.tsx';
import { Value } from '#components/ui/value.tsx';
import { conditionOf } from './condition.ts';
import { deviceColumn } from './device-column.tsx';
import { deviceHref } from './device-href.ts';
import { familyName } from './device-words.ts';

const identity: readonly TableColumn<DeviceSummary>[] = [
  deviceColumn,
  {
    id: 'state',
    head: 'State',
    help: 'Whether it answers, then the worst that its sensors say',
    value: (row) => `${conditionOf(row).order} ${conditionOf(row).words}`,
    cell: (row) => {
      const { level, words } = conditionOf(row);
      return <Status level={level}>{words}</Status>;
    },
  },
  {
    id: 'family',
    head: 'Family',
    value: (row) => familyName(row.family),
    cell: (row) => <span className="text-muted">{familyName(row.family)}</span>,
  },
  {
    id: 'model',
    head: 'Model',
    value: modelOf,
    cell: (row) => <span className="block max-w-72 truncate">{modelOf(row) ?? '–'}</span>,
  },
  {
    id: 'place',
    head: 'Place',
    help: 'The rack it stands in, else what it says of its location',
    value: placeOf,
    cell: (row) => (
      <span className="block max-w-56 truncate text-muted" title={placeOf(row) ?? undefined}>
        {placeOf(row) ?? '–'}
      </span>
    ),
  },
  { id: 'feed', head: 'Feed', hidden: true, value: (row) => row.feed },
  { id: 'address', head: 'Address', hidden: true, value: (row) => row.address },
  { id: 'profile', head: 'Profile', hidden: true, value: (row) => row.profile },
  {
    id: 'polled_by',
    head: 'Polled by',
    value: (row) => row.polledBy,
    cell: (row) =>
      row.polledBy === null ? (
        '–'
      ) : (
        <Link className="hover:underline" href={hostHref(row.polledBy)}>
          {row.polledBy}
        </Link>
      ),
  },
];

const polling: readonly TableColumn<DeviceSummary>[] = [
  seconds('p50_seconds', 'p50', 'Half of the polls of the last hour took no longer', (row) => {
    return row.poll.p50Seconds;
  }),
  seconds('p99_seconds', 'p99', '99 % of the polls of the last hour took no longer', (row) => {
    return row.poll.p99Seconds;
  }),
  {
    ...seconds(
      'late_seconds',
      'Late',
      'How much later than planned its newest poll began',
      (row) => {
        return row.poll.lateSeconds;
      },
    ),
    hidden: true,
  },
  {
    ...seconds('interval_seconds', 'Every', 'Time between two polls', (row) => {
      return row.poll.intervalSeconds;
    }),
    hidden: true,
  },
  {
    id: 'timeouts',
    head: 'Timeouts',
    align: 'right',
    help: 'Requests of the last hour that were not answered in time',
    value: (row) => row.poll.timeouts,
    cell: (row) => <Value value={row.poll.timeouts} unit="count" />,
  },
  {
    id: 'polled_ms',
    head: 'Polled',
    align: 'right',
    help: 'How long ago',
    value: (row) => row.poll.timeMs,
    cell: (row) => (row.poll.timeMs === null ? '–' : <Age timeMs={row.poll.timeMs} />),
  },
];

/** Every polled device; those that need somebody first. */
export function DeviceTable({ rows }: { rows: readonly DeviceSummary[] }) {
  return (
    <DataTable
      label="Devices"
      columns={[...identity, ...polling]}
      rows={rows}
      rowId={(row) => row.name}
      rowHref={(row) => deviceHref(row.name)}
      initialSort={{ id: 'state', descending: false }}
      empty="No device has that name."
    />
  );
}

/** Those whose polls take longest, and why. */
export function SlowestTable({ rows }: { rows: readonly DeviceSummary[] }) {
  return (
    <DataTable
      label="Slowest targets"
      columns={[...identity.slice(0, 2), ...polling.slice(0, 3), polling[4], lastError].filter(
        (column) => column !== undefined,
      )}
      rows={rows}
      rowId={(row) => row.name}
      rowHref={(row) => deviceHref(row.name)}
      plain
      empty="No device has been polled within the last hour."
    />
  );
}

const lastError: TableColumn<DeviceSummary> = {
  id: 'last_error',
  head: 'Last problem',
  help: 'Of the last hour',
  value: (row) => row.poll.lastError?.text ?? null,
  cell: (row) => (
    <span className="block max-w-[32rem] truncate text-muted" title={row.poll.lastError?.text}>
      {row.poll.lastError?.text ?? 'none'}
    </span>
  ),
};

function seconds(
  id: string,
  head: string,
  help: string,
  value: (row: DeviceSummary) => number | null,
): TableColumn<DeviceSummary> {
  return {
    id,
    head,
    help,
    align: 'right',
    value,
    cell: (row) => <Value value={value(row)} unit="seconds" />,
  };
}

function modelOf({ vendor, model }: DeviceSummary): string | null {
  const text = [vendor, model].filter((part) => part !== null).join(' ');
  return text === '' ? null : text;
}

function placeOf({ rack, config, location }: DeviceSummary): string | null {
  if (rack === null) return location;
  return config?.positionU == null ? rack.name : `${rack.name} U${config.positionU}`;
}
