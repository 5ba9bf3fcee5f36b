import type { SensorGroup } from '#lib/model/device-report.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Panel, type PanelState } from '#components/ui/panel.tsx';
import { groupName } from './device-words.ts';
import { sensorCharts } from './sensor-charts.ts';
import { SensorTable } from './sensor-table.tsx';

const chartHeight = 150;
/** A short and narrow table stands beside the first chart; any other above all of them. */
const narrow = { rows: 8, kinds: 3 };
/** The legend of more lines needs the whole width. */
const fewLines = 6;

/** One part of a device: its sensors now, and their charts. */
export function SensorPanel({
  device,
  group,
  freshMs,
  staleSinceMs,
  focusMarks = false,
}: {
  device: string;
  group: SensorGroup;
  freshMs: number;
  /** When the device was last heard of, where it is no more. */
  staleSinceMs: number | null;
  /** Whether the keyboard reaches the marks on the first chart. */
  focusMarks?: boolean;
}) {
  const charts = sensorCharts(device, group, freshMs);
  const sensors = group.kinds.reduce((sum, kind) => sum + kind.sensors.length, 0);
  const state: PanelState =
    staleSinceMs === null ? { kind: 'ready' } : { kind: 'stale', sinceMs: staleSinceMs };
  return (
    <Panel
      title={groupName(group.group)}
      note={sensors === 1 ? '1 sensor' : `${sensors} sensors`}
      flush
      state={state}
      className="pb-2"
    >
      <div className="grid grid-cols-1 gap-y-2 lg:grid-cols-2">
        <div className={classNames('min-w-0', !isNarrow(group) && 'lg:col-span-2')}>
          <SensorTable device={device} group={group} freshMs={freshMs} />
        </div>
        {charts.map((chart, index) => (
          <div
            key={chart.title}
            className={classNames('min-w-0', chart.lines.length > fewLines && 'lg:col-span-2')}
          >
            <SeriesChart {...chart} height={chartHeight} focusMarks={focusMarks && index === 0} />
          </div>
        ))}
      </div>
    </Panel>
  );
}

function isNarrow({ kinds }: SensorGroup): boolean {
  const rows = new Set(kinds.flatMap(({ sensors }) => sensors.map(({ name }) => name)));
  return rows.size <= narrow.rows && kinds.length <= narrow.kinds;
}
