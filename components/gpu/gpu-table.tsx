'use client';

import Link from 'next/link';
import type { GpuEvent } from '#lib/model/gpu-event.ts';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Age } from '#components/ui/age.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { gpuHref, hostHref, shortModel } from './gpu-name.ts';
import { liveFields } from './live-fields.ts';
import { LiveHealth, LiveThrottle, throttleWords } from './live-throttle.tsx';

export interface GpuRow {
  readonly host: string;
  readonly gpu: string;
  readonly index: string;
  readonly model: string;
  readonly simulated: boolean;
  readonly timeMs: number;
  readonly health: GpuHealth;
  readonly throttleReasons: number | null;
  readonly utilizationRatio: number | null;
  readonly smClockHertz: number | null;
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly temperatureMarginCelsius: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  /** The newest of the last day. */
  readonly lastEvent: Pick<GpuEvent, 'title' | 'timeMs' | 'severity'> | null;
}

const identity: readonly TableColumn<GpuRow>[] = [
  {
    id: 'gpu',
    head: 'GPU',
    value: (row) => `${row.index} ${row.model} ${row.gpu}`,
    cell: (row) => (
      <span className="inline-flex items-center gap-2" title={row.gpu}>
        <Link className="hover:underline" href={gpuHref(row.gpu)}>
          <span className="font-medium">{row.index}</span>{' '}
          <span className="text-muted">{shortModel(row.model)}</span>
        </Link>
        <Simulated when={row.simulated} />
      </span>
    ),
  },
];

const host: TableColumn<GpuRow> = {
  id: 'host',
  head: 'Host',
  value: (row) => row.host,
  cell: (row) => (
    <Link className="hover:underline" href={hostHref(row.host)}>
      {row.host}
    </Link>
  ),
};

const gravity = { lost: 0, attention: 1, throttled: 2, healthy: 3 };

const condition: readonly TableColumn<GpuRow>[] = [
  {
    id: 'health',
    head: 'Health',
    help: 'Lost, in need of somebody, throttled or healthy; the worst that can be said of it',
    value: (row) => `${gravity[row.health.state]} ${row.health.words}`,
    cell: (row) => <LiveHealth fields={liveFields} gpu={row.gpu} health={row.health} />,
  },
  {
    id: 'throttle',
    head: 'Held down by',
    help: 'What holds its clock down now',
    value: (row) => throttleWords(row.throttleReasons),
    cell: (row) => <LiveThrottle fields={liveFields} gpu={row.gpu} initial={row.throttleReasons} />,
  },
];

const numbers: readonly TableColumn<GpuRow>[] = [
  number('utilization_ratio', 'Utilisation', 'ratio', (row) => row.utilizationRatio),
  {
    ...number('power_watts', 'Power', 'watts', (row) => row.powerWatts),
    head: 'Power / limit',
    cell: (row) => (
      <>
        <Live row={row} field="power_watts" unit="watts" initial={row.powerWatts} />
        <Beside
          text={row.powerLimitWatts === null ? '' : formatText(row.powerLimitWatts, 'watts')}
        />
      </>
    ),
  },
  number('temperature_celsius', 'Temperature', 'celsius', (row) => row.temperatureCelsius),
  {
    ...number('temperature_margin_celsius', 'Margin', 'celsius', (row) => {
      return row.temperatureMarginCelsius;
    }),
    help: 'Distance to the temperature at which it slows down',
  },
  { ...number('sm_clock_hertz', 'SM clock', 'hertz', (row) => row.smClockHertz), hidden: true },
  {
    ...number('memory_used_bytes', 'Memory', 'bytes', (row) => row.memoryUsedBytes),
    cell: (row) => (
      <>
        <Live row={row} field="memory_used_bytes" unit="bytes" initial={row.memoryUsedBytes} />
        <Beside
          text={row.memoryTotalBytes === null ? '' : formatText(row.memoryTotalBytes, 'bytes')}
        />
      </>
    ),
  },
];

const history: readonly TableColumn<GpuRow>[] = [
  {
    id: 'last_event',
    head: 'Last event',
    help: 'Of the last 24 hours',
    value: (row) => row.lastEvent?.title ?? null,
    cell: (row) =>
      row.lastEvent === null ? (
        <span className="text-faint">none</span>
      ) : (
        <span className="inline-flex max-w-60 items-center gap-1.5 align-middle">
          <Status level={row.lastEvent.severity} className="min-w-0">
            <span className="truncate" title={row.lastEvent.title}>
              {row.lastEvent.title}
            </span>
          </Status>
          <span className="text-xs text-faint">
            <Age timeMs={row.lastEvent.timeMs} />
          </span>
        </span>
      ),
  },
  {
    id: 'time',
    head: 'Last heard',
    align: 'right',
    hidden: true,
    value: (row) => row.timeMs,
    cell: (row) => <Age timeMs={row.timeMs} />,
  },
];

function number(
  field: string,
  head: string,
  unit: DisplayUnit,
  value: (row: GpuRow) => number | null,
): TableColumn<GpuRow> {
  return {
    ...{ id: field, head, align: 'right', value },
    cell: (row) => <Live row={row} field={field} unit={unit} initial={value(row)} />,
  };
}

function Live({
  row,
  field,
  unit,
  initial,
}: {
  row: GpuRow;
  field: string;
  unit: DisplayUnit;
  initial: number | null;
}) {
  return (
    <LiveValue
      fields={liveFields}
      line={{ measurement: 'gpu', field, across: 'max' }}
      entity={{ gpu: row.gpu }}
      unit={unit}
      initial={initial}
      initialTimeMs={row.timeMs}
    />
  );
}

/** What a number is out of. */
function Beside({ text }: { text: string }) {
  return text === '' ? null : <span className="text-xs text-faint"> / {text}</span>;
}

export function GpuTable({ rows, ofHost = false }: { rows: readonly GpuRow[]; ofHost?: boolean }) {
  const columns = [...identity, ...(ofHost ? [] : [host]), ...condition, ...numbers, ...history];
  return (
    <DataTable
      label="GPUs"
      columns={columns}
      rows={rows}
      rowId={(row) => row.gpu}
      rowHref={(row) => gpuHref(row.gpu)}
      empty="No GPU has that name."
    />
  );
}
