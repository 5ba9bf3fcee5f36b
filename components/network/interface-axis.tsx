import { formatText } from '#lib/format/value.ts';
import { directionLines, trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import { Panel } from '#components/ui/panel.tsx';

const height = 120;

/** Everything a link counts, under one crosshair. */
export function InterfaceAxis({
  match,
  speedBitsPerSecond,
}: {
  match: NonNullable<SeriesLine['match']>;
  speedBitsPerSecond: number | null;
}) {
  return (
    <Panel title="Link" note="on one axis" flush className="col-span-12 pb-2">
      <SeriesChart
        title="Throughput"
        unit="bits_per_second"
        height={height + 40}
        showTimes={false}
        lines={trafficLines(match)}
      />
      {speedBitsPerSecond !== null && speedBitsPerSecond > 0 && (
        <SeriesChart
          title={`Utilisation of ${formatText(speedBitsPerSecond, 'bits_per_second')}`}
          unit="ratio"
          height={height}
          showTimes={false}
          lines={trafficLines(match).map((line) => ({
            ...line,
            factor: (line.factor ?? 1) / speedBitsPerSecond,
          }))}
        />
      )}
      <SeriesChart
        title="Packets"
        unit="packets_per_second"
        height={height}
        showTimes={false}
        lines={directionLines('packets', match)}
      />
      <SeriesChart
        title="Errors"
        unit="per_second"
        height={height - 24}
        showTimes={false}
        lines={directionLines('errors', match)}
      />
      <SeriesChart
        title="Drops"
        unit="per_second"
        height={height}
        lines={directionLines('drops', match)}
      />
    </Panel>
  );
}
