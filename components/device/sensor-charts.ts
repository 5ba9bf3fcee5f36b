import type { DisplayUnit } from '#lib/format/value.ts';
import type { DeviceSensor, SensorGroup } from '#lib/model/device-report.ts';
import type { ChartLimit, ChartScale } from '#components/charts/chart-model.ts';
import type { SeriesLine } from '#components/series/series-line.ts';
import { displayOf, kindName } from './device-words.ts';

/** One chart of a device: sensors of one kind in one part of it, with the limits they have. */
export interface SensorChart {
  readonly title: string;
  readonly unit: DisplayUnit;
  readonly lines: readonly SeriesLine[];
  readonly limits: readonly ChartLimit[];
  readonly scale?: ChartScale;
}

/** More lines are more than there are colours, and more than anybody tells apart. */
const mostLines = 8;
const mostLimits = 4;
/** States have words, not heights; a counter of energy only grows. */
const uncharted = ['state', 'energy'];
const fitted: readonly string[] = ['voltage', 'frequency', 'temperature', 'pressure'];

export function sensorCharts(device: string, group: SensorGroup, freshMs: number): SensorChart[] {
  return group.kinds
    .filter(({ kind }) => !uncharted.includes(kind))
    .map(({ kind, sensors }) => {
      const shown = mostTelling(sensors);
      const { unit } = displayOf(kind);
      const left = sensors.length - shown.length;
      return {
        title:
          left === 0 ? kindName(kind) : `${kindName(kind)}, ${shown.length} of ${sensors.length}`,
        unit,
        lines: linesOf(device, group.group, kind, shown, freshMs),
        limits: limitsOf(shown),
        ...(fitted.includes(kind) && { scale: 'auto' as const }),
      };
    });
}

/** Those that are not well, then the highest, in the order in which they stand. */
function mostTelling(sensors: readonly DeviceSensor[]): readonly DeviceSensor[] {
  if (sensors.length <= mostLines) return sensors;
  const chosen = new Set(
    sensors
      .toSorted((a, b) => weight(b) - weight(a) || (b.value ?? 0) - (a.value ?? 0))
      .slice(0, mostLines),
  );
  return sensors.filter((sensor) => chosen.has(sensor));
}

function weight({ severity }: DeviceSensor): number {
  return severity === 'critical' ? 2 : severity === 'warning' ? 1 : 0;
}

function linesOf(
  device: string,
  group: string,
  kind: string,
  sensors: readonly DeviceSensor[],
  freshMs: number,
): SeriesLine[] {
  const match = {
    device: [device],
    group: [group],
    kind: [kind],
    sensor: sensors.map(({ name }) => name),
  };
  const { factor } = displayOf(kind);
  return sensors.map(({ name }) => ({
    key: name,
    label: name,
    measurement: 'facility',
    field: 'value',
    match,
    entity: { sensor: name },
    across: 'mean',
    factor,
    freshMs,
  }));
}

const edges = [
  ['criticalHigh', 'critical', 'critical above'],
  ['warningHigh', 'warning', 'warns above'],
  ['warningLow', 'warning', 'warns below'],
  ['criticalLow', 'critical', 'critical below'],
] as const;

/** Each level once; named after its sensor where not all of them share it. */
function limitsOf(sensors: readonly DeviceSensor[]): ChartLimit[] {
  const limits = edges.flatMap(([edge, level, label]) => {
    const having = sensors.filter((sensor) => sensor[edge] !== null);
    const values = new Set(having.map((sensor) => sensor[edge]));
    const isShared = values.size === 1 && having.length === sensors.length;
    return [...values].flatMap((value) => {
      if (value === null) return [];
      const owner = having.find((sensor) => sensor[edge] === value);
      const { factor } = displayOf(owner?.kind ?? '');
      return [
        {
          value: value * factor,
          label: isShared ? label : `${owner?.name ?? ''} ${label}`,
          level,
        },
      ];
    });
  });
  return limits.length > mostLimits && sensors.length > 1 ? sharedOnly(limits) : limits;
}

/** Many levels across one chart are a grid: the outermost ones say enough. */
function sharedOnly(limits: readonly ChartLimit[]): ChartLimit[] {
  const sorted = limits.toSorted((a, b) => a.value - b.value);
  return [sorted[0], sorted.at(-1)].flatMap((limit) => limit ?? []);
}
