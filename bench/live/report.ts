import { alignRows, goalLines } from '../agent/rows.ts';
import type { Goal } from '../agent/goals.ts';
import type { LiveCost, Watched } from './live-cost.ts';

/** For people. */
export function liveLines(cost: LiveCost): string[] {
  const { encode, fanOut, fleet } = cost;
  const { alone, ours, bare } = fanOut;
  const own = { ...ours, mainMs: ours.mainMs - alone.mainMs, allMs: ours.allMs - alone.allMs };
  return [
    `one frame of ${encode.gpus} GPUs x ${encode.fields} fields`,
    ...alignRows([
      ['', 'ms', 'over the loop'],
      ['plain loop over columns', encode.plainMs.toFixed(2), ''],
      ['the hub, all new', encode.oursMs.toFixed(2), times(encode.oursMs / encode.plainMs)],
      ['the hub, a fifth new', encode.fifthMs.toFixed(2), times(encode.fifthMs / encode.plainMs)],
    ]),
    '',
    `fan-out, ${cost.seconds} s each`,
    ...alignRows([
      watchedHead,
      watchedRow(bare),
      watchedRow({ ...own, what: 'the server, less its load' }),
      aloneRow('the load alone', alone),
    ]),
    '',
    `a fleet of 1,000 GPUs, ${cost.seconds} s each, the load included`,
    ...alignRows([watchedHead, aloneRow('nobody', fleet.alone), ...fleet.shapes.map(watchedRow)]),
    '',
    ...goalLines(judge(cost)),
  ];
}

const watchedHead = [
  'watched by',
  'viewers',
  'main thread ms/s',
  'all threads ms/s',
  'frames/s',
  'kB/s',
  'p50 ms',
  'p99 ms',
];

function watchedRow(watched: Watched): string[] {
  return [
    watched.what,
    String(watched.viewers),
    watched.mainMs.toFixed(1),
    watched.allMs.toFixed(1),
    watched.framesPerViewer.toFixed(2),
    (watched.bytesPerViewer / 1000).toFixed(1),
    watched.p50Ms.toFixed(0),
    watched.p99Ms.toFixed(0),
  ];
}

function aloneRow(what: string, { mainMs, allMs }: Pick<Watched, 'mainMs' | 'allMs'>): string[] {
  return [what, '0', mainMs.toFixed(1), allMs.toFixed(1), '', '', '', ''];
}

/** For scripts: one object a line. */
export function liveObjects(cost: LiveCost): object[] {
  const { encode, fanOut, fleet } = cost;
  return [
    { kind: 'encode', ...encode },
    { kind: 'fan-out', of: 'alone', ...fanOut.alone },
    { kind: 'fan-out', of: 'ours', ...fanOut.ours },
    { kind: 'fan-out', of: 'bare', ...fanOut.bare },
    { kind: 'fleet', what: 'nobody', ...fleet.alone },
    ...fleet.shapes.map((shape) => ({ kind: 'fleet', ...shape })),
    ...judge(cost).map((goal) => ({ kind: 'goal', ...goal })),
  ];
}

/** What the stream is to keep to, and whether it does here. Shown, never a test: machines differ. */
function judge({ encode, fanOut: { alone, ours, bare }, fleet }: LiveCost): Goal[] {
  const ownMs = ours.mainMs - alone.mainMs;
  const asPages = fleet.shapes.at(-1);
  const p50Ms = asPages?.p50Ms ?? Number.NaN;
  const p99Ms = asPages?.p99Ms ?? Number.NaN;
  return [
    {
      goal: 'a frame of 10,000 GPUs x 20 fields within 1.5 ms',
      measured: `${encode.oursMs.toFixed(2)} ms`,
      isMet: encode.oursMs <= 1.5,
    },
    {
      goal: 'no more than 1.5 times a bare ws broadcast of the same bytes',
      measured: `${ownMs.toFixed(1)} against ${bare.mainMs.toFixed(1)} ms/s, ${times(ownMs / bare.mainMs)}`,
      isMet: ownMs <= 1.5 * bare.mainMs,
    },
    {
      goal: '1,000 viewers of 20 kB a second below 5 % of a processor',
      measured: `${(ownMs / 10).toFixed(1)} %`,
      isMet: ownMs <= 50,
    },
    {
      goal: 'from push to browser, 1,000 GPUs and 200 viewers: median below 150 ms',
      measured: `${p50Ms.toFixed(0)} ms`,
      isMet: p50Ms < 150,
    },
    {
      goal: 'and 99 of 100 below 500 ms',
      measured: `${p99Ms.toFixed(0)} ms`,
      isMet: p99Ms < 500,
    },
  ];
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
