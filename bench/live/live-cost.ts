import type { Subscribe } from '#lib/wire/live-messages.ts';
import { testTokens, type RunningIsotherm } from '#tests/simulator/isotherm.ts';
import { pidOf } from '../agent/contestant.ts';
import { gpuFields } from '../fleet/fleet-lines.ts';
import type { LoadOrder } from '../fleet/load.ts';
import { withServer } from '../fleet/with-server.ts';
import { measureEncoding, type EncodeCost } from './encode-cost.ts';
import { startProgram, type Program } from './program.ts';
import { readServerUsage, usedBetween } from './server-usage.ts';
import type { ViewersOrder, ViewersReport } from './viewers.ts';

/** A second of a server's main thread, in milliseconds, and what its viewers had of it. */
export interface Watched {
  readonly what: string;
  readonly viewers: number;
  /** Milliseconds of processor time a second: the thread that serves people, and all threads. */
  readonly mainMs: number;
  readonly allMs: number;
  readonly framesPerViewer: number;
  readonly bytesPerViewer: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LiveCost {
  readonly seconds: number;
  readonly encode: EncodeCost;
  readonly fanOut: {
    /** The server with its load and nobody watching. */
    readonly alone: Pick<Watched, 'mainMs' | 'allMs'>;
    readonly ours: Watched;
    readonly bare: Watched;
  };
  /** The fleet's agents, each at its own moment of the second. */
  readonly fleet: {
    readonly alone: Pick<Watched, 'mainMs' | 'allMs'>;
    readonly shapes: readonly Watched[];
  };
}

type Question = Omit<Subscribe, 'type' | 'id'>;

const settleSeconds = 4;
/** So many GPUs with five fields make frames of 20 kB. */
const broadcastGpus = 714;
const watchedFields = gpuFields.slice(0, 5);
const everyone: Question = {
  measurement: 'gpu',
  fields: [...watchedFields],
  match: {},
  encoding: 'binary',
  delta: false,
  maxHz: 1,
};

export const liveCost = {
  name: 'live',
  about:
    'processor time and delay of the live stream, beside a bare ws broadcast of the same bytes; ' +
    'encoding beside a plain loop over columns',
  run: measureLive,
};

async function measureLive(
  { seconds }: { readonly seconds: number },
  onProgress: (sentence: string) => void,
): Promise<LiveCost> {
  onProgress('encoding');
  const encode = measureEncoding();
  onProgress(`a frame of everything took ${encode.oursMs.toFixed(2)} ms`);
  onProgress('1,000 viewers of 20 kB a second, the server and a bare broadcast in turn');
  const fanOut = await withServer(async (server) => {
    const load = await startLoad(server, { hosts: 1, gpusPerHost: broadcastGpus });
    try {
      const alone = await measureAlone(server, seconds);
      const what = `1 frame a second of ${broadcastGpus} GPUs`;
      return { alone, ours: await watch(server, 1000, what, everyone, seconds) };
    } finally {
      await load.stop();
    }
  });
  onProgress(progress(fanOut.ours));
  const bare = await watchBroadcast(1000, seconds);
  onProgress(progress(bare));
  onProgress('200 viewers of 1,000 GPUs that report at their own moments');
  const fleet = await withServer(async (server) => {
    const load = await startLoad(server, { hosts: 125, gpusPerHost: 8 });
    try {
      const alone = await measureAlone(server, seconds);
      const shapes: Watched[] = [];
      for (const [what, question] of fleetQuestions()) {
        const watched = await watch(server, 200, what, question, seconds);
        onProgress(progress(watched));
        shapes.push(watched);
      }
      return { alone, shapes };
    } finally {
      await load.stop();
    }
  });
  return { seconds, encode, fanOut: { ...fanOut, bare }, fleet };
}

function progress({ what, mainMs, p50Ms, p99Ms }: Watched): string {
  return `${what}: ${mainMs.toFixed(1)} ms/s of the main thread, ${p50Ms} and ${p99Ms} ms to viewers`;
}

function fleetQuestions(): (readonly [string, Question])[] {
  return [
    ['whole frames, 1 a second', everyone],
    ['whole frames, 5 a second', { ...everyone, maxHz: 5 }],
    ['deltas, 5 a second, as maps do', { ...everyone, maxHz: 5, delta: true }],
  ];
}

function startLoad(
  { url }: RunningIsotherm,
  fleet: Pick<LoadOrder, 'hosts' | 'gpusPerHost'>,
): Promise<Program> {
  const order: LoadOrder = {
    url,
    token: testTokens.agent,
    devices: 0,
    deviceSeconds: 10,
    ...fleet,
  };
  return startProgram('fleet/load-program.ts', [JSON.stringify(order)]);
}

async function measureAlone({ process }: RunningIsotherm, seconds: number) {
  await wait(settleSeconds);
  return measure(pidOf(process, 'the server'), seconds);
}

async function watch(
  { url, process }: RunningIsotherm,
  viewers: number,
  what: string,
  question: Question,
  seconds: number,
): Promise<Watched> {
  const address = `${url.replace('http', 'ws')}/api/live`;
  const order: ViewersOrder = { url: address, token: testTokens.admin, viewers, question };
  return watchAs(what, order, pidOf(process, 'the server'), seconds);
}

async function watchBroadcast(viewers: number, seconds: number): Promise<Watched> {
  const args = [broadcastGpus, watchedFields.length].map(String);
  const broadcast = await startProgram('live/broadcast-program.ts', args);
  try {
    const { port } = broadcast.greeting as { port: number };
    const order = { url: `ws://127.0.0.1:${port}`, token: '', viewers, question: null };
    return await watchAs('bare ws broadcast', order, broadcast.pid, seconds);
  } finally {
    await broadcast.stop();
  }
}

async function watchAs(
  what: string,
  order: ViewersOrder,
  pid: number,
  seconds: number,
): Promise<Watched> {
  const program = await startProgram('live/viewers-program.ts', [JSON.stringify(order)]);
  try {
    await wait(settleSeconds);
    await program.ask();
    const used = await measure(pid, seconds);
    const report = (await program.ask()) as ViewersReport;
    const { viewers } = order;
    if (report.connected < viewers) {
      throw new Error(`watch ${what}: ${report.connected} of ${viewers} viewers had a frame`);
    }
    const perViewer = (count: number) => count / viewers / seconds;
    return {
      what,
      viewers,
      ...used,
      framesPerViewer: perViewer(report.frames),
      bytesPerViewer: perViewer(report.bytes),
      p50Ms: report.p50Ms,
      p99Ms: report.p99Ms,
    };
  } finally {
    await program.stop();
  }
}

async function measure(pid: number, seconds: number) {
  const before = readServerUsage(pid);
  await wait(seconds);
  return usedBetween(before, readServerUsage(pid));
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
