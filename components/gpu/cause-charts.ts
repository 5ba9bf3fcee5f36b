import { throttleField, throttleReasons, type ThrottleReason } from '#lib/model/throttle.ts';
import type { ChartLimit } from '#components/charts/chart-model.ts';
import { gpuLines, hasLines, type GpuChart, type GpuValues } from './gpu-chart.ts';

/** In the order of cause: heat, clock, what holds the clock, power, and the work that is left. */
export function causeCharts(gpu: string, values: GpuValues): GpuChart[] {
  return [temperatures, clocks, throttling, power, activity]
    .map((chart) => chart(gpu, values))
    .filter(hasLines);
}

function temperatures(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'Temperature',
    unit: 'celsius',
    height: 148,
    lines: gpuLines(gpu, values, [
      { field: 'temperature_celsius', label: 'core' },
      { field: 'memory_temperature_celsius', label: 'memory' },
      { field: 'hotspot_temperature_celsius', label: 'hot spot' },
    ]),
    limits: temperatureLimits(values),
  };
}

/** Drawn where they are known; a board that only tells its margin has its limit that far above. */
function temperatureLimits(values: GpuValues): ChartLimit[] {
  const core = values['temperature_celsius'];
  const margin = values['temperature_margin_celsius'];
  const byMargin = core === undefined || margin === undefined ? undefined : core + margin;
  const limits: [number | undefined, string, ChartLimit['level']][] = [
    [values['shutdown_temperature_celsius'], 'shutdown', 'critical'],
    [values['slowdown_temperature_celsius'] ?? byMargin, 'slowdown', 'warning'],
    [values['memory_max_temperature_celsius'], 'memory limit', 'info'],
  ];
  return limits.flatMap(([value, label, level]) =>
    value === undefined ? [] : [{ value, label, level }],
  );
}

function clocks(gpu: string, values: GpuValues): GpuChart {
  const highest = values['sm_max_clock_hertz'];
  return {
    title: 'Clocks',
    unit: 'hertz',
    scale: 'zero',
    lines: gpuLines(gpu, values, [
      { field: 'sm_clock_hertz', label: 'SM' },
      { field: 'memory_clock_hertz', label: 'memory' },
    ]),
    limits: highest === undefined ? [] : [{ value: highest, label: 'highest SM', level: 'info' }],
  };
}

const laneHeight = 20;

function throttling(gpu: string, values: GpuValues): GpuChart {
  const counted = throttleReasons.filter(({ key }) => values[throttleField(key)] !== undefined);
  return {
    title: 'Held down by',
    unit: 'ratio',
    scale: 'lanes',
    height: laneHeight * counted.length + 16,
    lines: counted.map((reason) => ({
      key: reason.key,
      label: reason.label.replace(/^(the|its|a) /, ''),
      short: reason.short,
      colour: laneColour(reason),
      measurement: 'gpu',
      field: throttleField(reason.key),
      aggregate: 'rate',
      match: { gpu: [gpu] },
      across: 'sum',
    })),
  };
}

/** Red and amber are for what needs somebody: a power cap under full load does not. */
function laneColour({ key, level }: ThrottleReason): string {
  if (level === 'critical') return 'var(--critical)';
  if (level === 'warning') return 'var(--warning)';
  return key === 'power_cap' ? 'var(--series-1)' : 'var(--series-3)';
}

function power(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'Power',
    unit: 'watts',
    scale: 'zero',
    lines: gpuLines(gpu, values, [
      { field: 'power_watts', label: 'board', look: 'area' },
      { field: 'memory_power_watts', label: 'memory' },
      { field: 'module_power_watts', label: 'module' },
      { field: 'power_limit_watts', label: 'limit', look: 'dashed', colour: 'var(--text-muted)' },
    ]),
  };
}

function activity(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'Activity',
    unit: 'ratio',
    lines: gpuLines(gpu, values, [
      { field: 'utilization_ratio', label: 'busy', look: 'area' },
      { field: 'sm_active_ratio', label: 'SM' },
      { field: 'tensor_active_ratio', label: 'tensor' },
      { field: 'dram_active_ratio', label: 'DRAM' },
    ]),
  };
}
