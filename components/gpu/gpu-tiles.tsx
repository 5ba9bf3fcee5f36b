'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import type { GpuEvent } from '#lib/model/gpu-event.ts';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { BarePlot } from '#components/charts/bare-plot.tsx';
import { Marks } from '#components/charts/marks.tsx';
import { columnsOf, type SeriesBuffer } from '#components/charts/series-buffer.ts';
import { markOf, useGpuEvents } from '#components/events/gpu-events.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import { useSeries } from '#components/series/use-series.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Time } from '#components/ui/time.tsx';
import { gpuHref, gpuLabel } from './gpu-name.ts';
import { liveFields } from './live-fields.ts';
import { LiveHealth } from './live-throttle.tsx';
import { tileScales, type TileNumbers, type TileScales } from './tile-scales.ts';

export interface GpuTile extends TileNumbers {
  readonly gpu: string;
  readonly index: string;
  readonly simulated: boolean;
  readonly health: GpuHealth;
  readonly utilizationRatio: number | null;
  readonly lastEvent: Pick<GpuEvent, 'title' | 'timeMs' | 'severity'> | null;
}

interface TileLine {
  readonly field: string;
  readonly label: string;
  readonly unit: DisplayUnit;
  readonly scale: keyof TileScales;
  readonly value: (tile: GpuTile) => number | null;
}

const tileLines: readonly TileLine[] = [
  {
    ...{ field: 'power_watts', label: 'Power', unit: 'watts', scale: 'power' },
    value: (tile) => tile.powerWatts,
  },
  {
    ...{ field: 'temperature_celsius', label: 'Core', unit: 'celsius', scale: 'temperature' },
    value: (tile) => tile.temperatureCelsius,
  },
  {
    ...{ field: 'sm_clock_hertz', label: 'SM clock', unit: 'hertz', scale: 'clock' },
    value: (tile) => tile.smClockHertz,
  },
  {
    ...{ field: 'utilization_ratio', label: 'Busy', unit: 'ratio', scale: 'utilization' },
    value: (tile) => tile.utilizationRatio,
  },
];

/** A tile is this wide in pixels at most: more points cannot be seen. */
const maxPoints = 300;

/** A host's GPUs side by side, each row of drawings on one scale, under one crosshair. */
export function GpuTiles({
  host,
  tiles,
  className,
}: {
  host: string;
  tiles: readonly GpuTile[];
  className?: string;
}) {
  const names = JSON.stringify(tiles.map(({ gpu }) => gpu));
  const lines = useMemo(() => seriesLines(host, JSON.parse(names) as string[]), [host, names]);
  const { buffer, error } = useSeries(lines, maxPoints);
  const scales = tileScales(tiles);
  const isSimulated = tiles.every(({ simulated }) => simulated);
  return (
    <Panel
      title="GPUs side by side"
      note={
        <span className="inline-flex flex-wrap items-center gap-2">
          {scaleWords(scales)} <Simulated when={isSimulated} />
        </span>
      }
      flush
      className={className ?? ''}
    >
      {error !== null && (
        <p role="alert" className="px-4 pb-2 text-xs text-muted">
          Their history is missing: {error}. Live values still arrive.
        </p>
      )}
      <ul className="grid grid-cols-2 overflow-hidden rounded-b-panel gap-px border-t border-border bg-border md:grid-cols-4 wide:grid-cols-8">
        {tiles.map((tile, index) => (
          <Tile key={tile.gpu} {...{ tile, buffer, scales }} place={index} isMixed={!isSimulated} />
        ))}
      </ul>
    </Panel>
  );
}

function Tile({
  tile,
  place,
  buffer,
  scales,
  isMixed,
}: {
  tile: GpuTile;
  place: number;
  buffer: SeriesBuffer;
  scales: TileScales;
  /** Some of the tiles are simulated and some are not: each says so for itself. */
  isMixed: boolean;
}) {
  const isLost = tile.health.state === 'lost';
  const events = useGpuEvents();
  const marks = useMemo(
    () => events.filter(({ gpu }) => gpu === tile.gpu).map((event) => markOf(event)),
    [events, tile.gpu],
  );
  return (
    <li className={classNames('min-w-0 bg-surface px-3 py-2.5', isLost && 'hatched')}>
      <div className="mb-1.5 flex items-center gap-2 text-sm">
        <Link href={gpuHref(tile.gpu)} className="font-medium hover:underline" title={tile.gpu}>
          {gpuLabel(tile)}
        </Link>
        <Simulated when={isMixed && tile.simulated} />
        <span className="ml-auto min-w-0 truncate" title={tile.health.words}>
          <LiveHealth fields={liveFields} gpu={tile.gpu} health={tile.health} />
        </span>
      </div>
      <div className={classNames('flex flex-col gap-1.5', isLost && 'opacity-50')}>
        <Marks marks={marks}>
          {tileLines.map((line, row) => (
            <TilePlot
              key={line.field}
              {...{ line, buffer, tile }}
              column={place * tileLines.length + row}
              scale={scales[line.scale]}
            />
          ))}
        </Marks>
      </div>
      {isLost && (
        <p className="mt-1.5 text-xs text-pretty text-text">
          {tile.lastEvent === null ? (
            'The last it said.'
          ) : (
            <>
              {tile.lastEvent.title}, <Time timeMs={tile.lastEvent.timeMs} style="clock" />
            </>
          )}
        </p>
      )}
    </li>
  );
}

function TilePlot({
  line,
  tile,
  buffer,
  column,
  scale,
}: {
  line: TileLine;
  tile: GpuTile;
  buffer: SeriesBuffer;
  column: number;
  scale: readonly [number, number];
}) {
  const [low, high] = scale;
  const own = useMemo(() => columnsOf(buffer, [column]), [buffer, column]);
  return (
    <BarePlot
      line={{ key: line.field, label: line.label, look: 'area' }}
      unit={line.unit}
      buffer={own}
      // A peak of a second may pass the limit in force.
      extent={[low, high + (high - low) * 0.04]}
      height={32}
      initial={line.value(tile)}
    />
  );
}

function seriesLines(host: string, gpus: readonly string[]): SeriesLine[] {
  return gpus.flatMap((gpu) =>
    tileLines.map(({ field, label }) => ({
      key: `${gpu} ${field}`,
      label,
      measurement: 'gpu',
      field,
      match: { host: [host] },
      entity: { gpu },
      across: 'max' as const,
    })),
  );
}

function scaleWords({ power, temperature, clock }: TileScales): string {
  const end = (value: number, unit: DisplayUnit): string => formatText(value, unit);
  return `on one scale: up to ${end(power[1], 'watts')}, ${end(temperature[0], 'celsius')} to ${end(temperature[1], 'celsius')}, ${end(clock[1], 'hertz')}, 100 %`;
}
