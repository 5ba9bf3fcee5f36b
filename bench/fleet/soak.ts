import { testTokens, type RunningIsotherm } from '#tests/simulator/isotherm.ts';
import { pidOf } from '../agent/contestant.ts';
import { startProgram, type Program } from '../live/program.ts';
import { readServerUsage, usedBetween, type ServerUsage } from '../live/server-usage.ts';
import type { ViewersOrder, ViewersReport } from '../live/viewers.ts';
import { gpuFields } from './fleet-lines.ts';
import type { LoadOrder, LoadReport } from './load.ts';
import type { Reading } from './readings.ts';
import { readServerMetrics } from './server-metrics.ts';
import { withServer } from './with-server.ts';

export interface Soak {
  readonly minutes: number;
  readonly readings: readonly Reading[];
}

const fleet = { hosts: 125, gpusPerHost: 8, devices: 100, deviceSeconds: 10 };
const viewers = 50;
/** Code is compiled and the tables have their columns. */
const warmUpSeconds = 30;
const mostReadings = 240;
const leastSecondsEach = 5;

export const fleetSoak = {
  name: 'fleet',
  about:
    'a server with 1,000 GPUs at 1 Hz, 100 devices of the plant and 50 viewers: processor, memory, ' +
    'queues and delays over minutes or hours',
  run: soak,
};

interface Parts {
  readonly pid: number;
  readonly url: string;
  readonly load: Program;
  readonly watchers: Program;
}

async function soak(
  { minutes }: { readonly minutes: number },
  onProgress: (sentence: string) => void,
): Promise<Soak> {
  return withServer(async (server) => {
    const started: Program[] = [];
    try {
      const parts = await startParts(server, started);
      return { minutes, readings: await measure(parts, minutes, onProgress) };
    } finally {
      await Promise.all(started.map((program) => program.stop()));
    }
  });
}

/** @param started whatever has been started, also when something later fails */
async function startParts({ url, process }: RunningIsotherm, started: Program[]): Promise<Parts> {
  const load = await startProgram('fleet/load-program.ts', [JSON.stringify(loadOrder(url))]);
  started.push(load);
  await wait(warmUpSeconds / 2);
  const order = JSON.stringify(viewersOrder(url));
  const watchers = await startProgram('live/viewers-program.ts', [order]);
  started.push(watchers);
  await wait(warmUpSeconds / 2);
  return { pid: pidOf(process, 'the server'), url, load, watchers };
}

function loadOrder(url: string): LoadOrder {
  return { url, token: testTokens.agent, ...fleet };
}

function viewersOrder(url: string): ViewersOrder {
  return {
    url: `${url.replace('http', 'ws')}/api/live`,
    token: testTokens.admin,
    viewers,
    question: {
      measurement: 'gpu',
      fields: gpuFields.slice(0, 5),
      match: {},
      encoding: 'binary',
      delta: true,
      maxHz: 5,
    },
  };
}

async function measure(
  parts: Parts,
  minutes: number,
  onProgress: (sentence: string) => void,
): Promise<Reading[]> {
  const count = Math.min(mostReadings, Math.max(3, Math.floor((minutes * 60) / leastSecondsEach)));
  const eachSeconds = (minutes * 60) / count;
  await ask(parts);
  const startMs = performance.now();
  const readings: Reading[] = [];
  let before = readServerUsage(parts.pid);
  for (let round = 1; round <= count; round += 1) {
    await wait(eachSeconds * round - (performance.now() - startMs) / 1000);
    const after = readServerUsage(parts.pid);
    const reading = await read(parts, before, after, (performance.now() - startMs) / 1000);
    readings.push(reading);
    before = after;
    if (round % Math.ceil(count / 10) === 0) onProgress(progress(reading));
  }
  return readings;
}

async function ask({ url, load, watchers }: Parts) {
  const [loadReport, viewersReport, metrics] = await Promise.all([
    load.ask(),
    watchers.ask(),
    readServerMetrics(url, testTokens.admin),
  ]);
  // Both programs are ours and answer with what their files say.
  return { load: loadReport as LoadReport, watched: viewersReport as ViewersReport, metrics };
}

async function read(
  parts: Parts,
  before: ServerUsage,
  after: ServerUsage,
  seconds: number,
): Promise<Reading> {
  const { load, watched, metrics } = await ask(parts);
  const { mainMs, allMs } = usedBetween(before, after);
  return {
    seconds,
    mainRatio: mainMs / 1000,
    allRatio: allMs / 1000,
    residentBytes: after.residentBytes,
    ...metrics,
    ackP50Ms: load.ackP50Ms,
    ackP99Ms: load.ackP99Ms,
    oldestWaitingMs: load.oldestWaitingMs,
    refused: load.refused,
    pointsPerSecond: (load.points * 1000) / (after.atMs - before.atMs),
    viewP50Ms: watched.p50Ms,
    viewP99Ms: watched.p99Ms,
    viewersBehind: watched.behind,
  };
}

function progress(reading: Reading): string {
  const cpu = (reading.allRatio * 100).toFixed(1);
  const memory = (reading.residentBytes / 1e6).toFixed(0);
  const view = `${reading.viewP50Ms} and ${reading.viewP99Ms} ms`;
  return `${Math.round(reading.seconds)} s: ${cpu} % of a processor, ${memory} MB, ${view} to viewers`;
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds) * 1000));
}
