import type { Goal } from '../agent/goals.ts';
import { alignRows, goalLines } from '../agent/rows.ts';
import { thirdsOf, type Figure } from './readings.ts';
import type { Soak } from './soak.ts';

const figures: readonly (readonly [
  figure: Figure,
  what: string,
  factor: number,
  digits: number,
])[] = [
  ['allRatio', 'processor, all threads, %', 100, 1],
  ['mainRatio', 'processor, thread that serves people, %', 100, 1],
  ['residentBytes', 'memory, resident, MB', 1e-6, 0],
  ['loopP99Ms', 'event loop late, p99, ms', 1, 1],
  ['loopLongestMs', 'event loop late, longest, ms', 1, 1],
  ['ackP50Ms', 'push to acknowledgement, p50, ms', 1, 0],
  ['ackP99Ms', 'push to acknowledgement, p99, ms', 1, 0],
  ['oldestWaitingMs', 'oldest push without an answer, ms', 1, 0],
  ['inFlightBytes', 'writes in flight, kB', 1e-3, 0],
  ['bufferedBytes', 'frames on their way, kB', 1e-3, 0],
  ['viewP50Ms', 'push to viewer, p50, ms', 1, 0],
  ['viewP99Ms', 'push to viewer, p99, ms', 1, 0],
  ['viewersBehind', 'viewers behind the newest frame', 1, 0],
  ['refused', 'pushes refused', 1, 0],
  ['pointsPerSecond', 'points stored a second', 1, 0],
];

/** For people. */
export function fleetLines(soak: Soak): string[] {
  const rows = figures.map(([figure, what, factor, digits]) => {
    const { first, last, most } = thirdsOf(soak.readings, figure);
    return [what, ...[first, last, most].map((value) => (value * factor).toFixed(digits))];
  });
  return [
    `1,000 GPUs x 20 fields at 1 Hz, 100 devices x 12 sensors, 50 viewers, ${soak.minutes} min`,
    ...alignRows([['', 'first third', 'last third', 'most'], ...rows]),
    '',
    ...goalLines(judge(soak)),
  ];
}

/** For scripts: one object a line. */
export function fleetObjects(soak: Soak): object[] {
  return [
    ...soak.readings.map((reading) => ({ kind: 'reading', ...reading })),
    ...figures.map(([figure, what]) => ({
      kind: 'thirds',
      figure,
      what,
      ...thirdsOf(soak.readings, figure),
    })),
    ...judge(soak).map((goal) => ({ kind: 'goal', ...goal })),
  ];
}

/** So long takes a run that can say that nothing grows. */
const longRunMinutes = 60;
const grownBytes = 20e6;

/** What the server is to keep to. Shown, never a test: machines differ. */
function judge({ minutes, readings }: Soak): Goal[] {
  const cpu = readings.reduce((sum, { allRatio }) => sum + allRatio, 0) / readings.length;
  const memory = thirdsOf(readings, 'residentBytes');
  const waiting = thirdsOf(readings, 'oldestWaitingMs');
  const view = { p50: thirdsOf(readings, 'viewP50Ms'), p99: thirdsOf(readings, 'viewP99Ms') };
  const grown = memory.last - memory.first;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return [
    {
      goal: 'below 35 % of one processor',
      measured: `${(cpu * 100).toFixed(1)} %`,
      isMet: cpu < 0.35,
    },
    {
      goal: 'below 500 MB resident',
      measured: megabytes(memory.most),
      isMet: memory.most < 500e6,
    },
    {
      goal: 'memory steady over an hour',
      measured: `${megabytes(grown)} more in the last third than in the first, ${minutes} min`,
      isMet: minutes < longRunMinutes ? null : grown < grownBytes,
    },
    {
      goal: 'no queue grows',
      measured: `oldest push waited ${waiting.first.toFixed(0)} ms, then ${waiting.last.toFixed(0)} ms`,
      isMet: waiting.last < Math.max(1000, 2 * waiting.first),
    },
    {
      goal: 'from push to viewer: median below 150 ms, 99 of 100 below 500 ms',
      measured: `${view.p50.last.toFixed(0)} and ${view.p99.last.toFixed(0)} ms`,
      isMet: view.p50.last < 150 && view.p99.last < 500,
    },
  ];
}
