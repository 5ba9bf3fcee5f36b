import type { DisplayUnit } from '#lib/format/value.ts';

/** What the cells of a hall can be coloured by. */
export interface HeatMetric {
  /** Stands in the page's address. */
  readonly id: string;
  readonly label: string;
  readonly measurement: string;
  readonly field: string;
  readonly unit: DisplayUnit;
  /** How several series of one host become one value, where a host is drawn as one. */
  readonly across: 'max' | 'mean' | 'sum';
  /** What that value is called and its domain; absent where they are the same. */
  readonly ofHost?: { readonly label: string; readonly domain: readonly [number, number] };
  /** Fixed, so that a colour means the same today and tomorrow. Base units. */
  readonly domain: readonly [number, number];
  /** From here on a cell is outlined; ascending, the last one critical. */
  readonly thresholds: readonly number[];
  /** Heat is drawn in inferno on a dark page. */
  readonly isHeat: boolean;
}

const gpu = { measurement: 'gpu', isHeat: false } as const;
const host = { measurement: 'host', isHeat: false, across: 'max' } as const;

export const heatMetrics: readonly [HeatMetric, ...HeatMetric[]] = [
  {
    ...host,
    id: 'cpu',
    label: 'CPU busy',
    field: 'cpu_ratio',
    unit: 'ratio',
    domain: [0, 1],
    thresholds: [0.95],
  },
  {
    ...gpu,
    id: 'gpu-temperature',
    label: 'GPU temperature',
    field: 'temperature_celsius',
    unit: 'celsius',
    across: 'max',
    ofHost: { label: 'Hottest GPU', domain: [25, 95] },
    domain: [25, 95],
    thresholds: [83, 90],
    isHeat: true,
  },
  {
    ...gpu,
    id: 'gpu-memory-temperature',
    label: 'GPU memory temperature',
    field: 'memory_temperature_celsius',
    unit: 'celsius',
    across: 'max',
    ofHost: { label: 'Hottest GPU memory', domain: [25, 110] },
    domain: [25, 110],
    thresholds: [95, 105],
    isHeat: true,
  },
  {
    ...gpu,
    id: 'gpu-power',
    label: 'GPU power',
    field: 'power_watts',
    unit: 'watts',
    across: 'sum',
    ofHost: { label: 'GPU power, all of a host', domain: [0, 8000] },
    domain: [0, 1000],
    thresholds: [],
  },
  {
    ...gpu,
    id: 'gpu-utilization',
    label: 'GPU busy',
    field: 'utilization_ratio',
    unit: 'ratio',
    across: 'mean',
    ofHost: { label: 'GPU busy, mean of a host', domain: [0, 1] },
    domain: [0, 1],
    thresholds: [],
  },
  {
    ...host,
    id: 'host-power',
    label: 'Host power',
    field: 'power_watts',
    unit: 'watts',
    domain: [0, 12_000],
    thresholds: [],
  },
  {
    ...host,
    id: 'load',
    label: 'Load, 1 min',
    field: 'load1',
    unit: 'count',
    domain: [0, 128],
    thresholds: [],
  },
];

export function findHeatMetric(id: string | null): HeatMetric {
  return heatMetrics.find((metric) => metric.id === id) ?? heatMetrics[0];
}

/** What a map begins with: what GPUs suffer from, where there are any. */
export function firstHeatMetric(hasGpus: boolean): HeatMetric {
  return findHeatMetric(hasGpus ? 'gpu-temperature' : null);
}

/** The same metric where a host has one value. */
export function perHost(metric: HeatMetric): HeatMetric {
  return { ...metric, ...metric.ofHost };
}
