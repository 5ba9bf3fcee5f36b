import { throttleField, throttleReasons, type ThrottleKey } from '#lib/model/throttle.ts';
import type { SeriesLine } from '#components/series/series-line.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { trafficLines } from '#components/series/network-lines.ts';
import { Panel } from '#components/ui/panel.tsx';

const height = 104;

const heldColours: Partial<Record<ThrottleKey, string>> = {
  hw_thermal: 'var(--critical)',
  sw_thermal: 'var(--warning)',
  power_brake: 'var(--series-5)',
};

const busiest: SeriesLine = {
  key: 'max',
  label: 'busiest',
  measurement: 'host',
  field: 'cpu_ratio',
  across: 'max',
};

/** Seconds per second over all GPUs: how many of them a reason holds down. */
const heldDown = throttleReasons
  .filter(({ key }) => ['hw_thermal', 'sw_thermal', 'power_brake', 'power_cap'].includes(key))
  .map(({ key, label, short }): SeriesLine => ({
    key,
    label: `by ${label}`,
    short,
    measurement: 'gpu',
    field: throttleField(key),
    aggregate: 'rate',
    across: 'sum',
    colour: heldColours[key] ?? 'var(--series-1)',
  }));

/** Power, work done, processors and network under one crosshair: what moved with what. */
export function OverviewAxis({
  hasPower,
  hasGpus,
  hosts,
}: {
  hasPower: boolean;
  hasGpus: boolean;
  hosts: number;
}) {
  return (
    <Panel title="On one axis" note="drag to zoom, double-click for live" flush className="pb-2">
      {hasPower && (
        <SeriesChart
          title="Power"
          unit="watts"
          height={height}
          showTimes={false}
          lines={[
            { key: 'gpus', label: 'GPUs', measurement: 'gpu', field: 'power_watts' },
            { key: 'hosts', label: 'machines', measurement: 'host', field: 'power_watts' },
          ]}
        />
      )}
      <SeriesChart
        title="Training"
        unit="samples_per_second"
        height={height}
        showTimes={false}
        lines={[
          {
            key: 'samples',
            label: 'all runs',
            measurement: 'training',
            field: 'samples_per_second',
            look: 'area',
          },
        ]}
      />
      {hasGpus && (
        <SeriesChart
          title="GPUs held down"
          unit="count"
          scale="zero"
          height={height}
          showTimes={false}
          lines={heldDown}
        />
      )}
      <SeriesChart
        title="Processors"
        unit="ratio"
        height={height}
        showTimes={false}
        lines={[
          {
            key: 'mean',
            label: hosts > 1 ? 'mean' : 'busy',
            measurement: 'host',
            field: 'cpu_ratio',
            across: 'mean',
            look: 'area',
          },
          ...(hosts > 1 ? [busiest] : []),
        ]}
      />
      <SeriesChart
        title="Network"
        unit="bits_per_second"
        height={height + 26}
        lines={trafficLines()}
      />
    </Panel>
  );
}
