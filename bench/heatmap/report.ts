import { alignRows } from '../agent/rows.ts';
import { longRunFrames, type CanvasCost, type HeatmapCost } from './heatmap-cost.ts';

interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

export function heatmapLines(cost: HeatmapCost): string[] {
  const head = [
    'canvas',
    'frames/s',
    'own work',
    'clock p50',
    'p99',
    'main thread',
    'heap growth',
    'in frames',
  ];
  const rows = costsOf(cost).map((each) => [
    each.what,
    each.framesPerSecond.toFixed(1),
    milliseconds(each.workMs),
    milliseconds(each.clockMs.p50),
    milliseconds(each.clockMs.p99),
    milliseconds(each.mainThreadMs),
    megabytes(each.heapGrowthBytes),
    String(each.frames),
  ]);
  const goals = heatmapGoals(cost);
  return [
    `Chromium ${cost.browser} without a graphics card; times are of a frame`,
    '',
    ...alignRows([head, ...rows]),
    '',
    ...goals.map(({ goal, measured, isMet }) => `${isMet ? '✓' : '✗'} ${goal}: ${measured}`),
  ];
}

export function heatmapObjects(cost: HeatmapCost): object[] {
  return [
    ...costsOf(cost).map((each) => ({ kind: 'canvas', ...each })),
    ...heatmapGoals(cost).map((goal) => ({ kind: 'goal', ...goal })),
  ];
}

/** A display of 60 Hz gives no more, and clocks of browsers differ by a hair. */
const fullRate = 59.5;

function heatmapGoals({ still, moving, large }: HeatmapCost): Goal[] {
  return [
    rate('10,240 GPUs at 60 frames/s', still, fullRate),
    work('10,240 GPUs in less than 1 ms of own work', still, 1),
    rate('10,240 GPUs at 60 frames/s while panned and zoomed', moving, fullRate),
    rate('102,400 GPUs at 50 frames/s', large, 50),
    work('102,400 GPUs in less than 2 ms of own work', large, 2),
    {
      goal: `heap grows by less than 5 MB in ${longRunFrames} frames`,
      measured: megabytes(still.heapGrowthBytes),
      isMet: still.frames >= longRunFrames && still.heapGrowthBytes < 5e6,
    },
  ];
}

function rate(goal: string, { framesPerSecond }: CanvasCost, least: number): Goal {
  return { goal, measured: `${framesPerSecond.toFixed(1)}/s`, isMet: framesPerSecond >= least };
}

function work(goal: string, { workMs }: CanvasCost, most: number): Goal {
  return { goal, measured: milliseconds(workMs), isMet: workMs < most };
}

function costsOf({ empty, still, moving, large }: HeatmapCost): readonly CanvasCost[] {
  return [empty, still, moving, large];
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
