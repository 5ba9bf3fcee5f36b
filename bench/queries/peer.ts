import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isInfluxInstalled, startInflux } from '#tests/simulator/influxd.ts';
import { freePort } from '#tests/simulator/process.ts';
import { end } from '../agent/contestant.ts';
import { linesOf, type Slice } from './slice.ts';

/** A store of another kind that holds the slice. */
export interface Peer {
  readonly name: string;

  ask(question: PeerQuestion): Promise<Response>;
  close(): Promise<void>;
}

/** A question in the languages of the peers; `$bounds` stands for the range. */
export interface PeerQuestion {
  readonly influxql: string;
  readonly metricsql: { readonly query: string; readonly stepMs: number | null };
}

/** @returns null where it is not installed */
export async function openInflux(slice: Slice): Promise<Peer | null> {
  if (!isInfluxInstalled()) return null;
  const server = await startInflux();
  const stayed = endOnSignal(() => server.stop());
  await post(`${server.url}/query?q=${encodeURIComponent('CREATE DATABASE bench')}`, '');
  for (const lines of linesOf(slice)) await post(`${server.url}/write?db=bench`, lines);
  const bounds = `time >= ${slice.startMs}ms AND time < ${slice.endMs}ms`;
  return {
    name: 'influxd 1.6',
    ask: ({ influxql }) => {
      const q = influxql.replaceAll('$bounds', bounds);
      return fetch(`${server.url}/query?${new URLSearchParams({ db: 'bench', epoch: 'ms', q })}`);
    },
    async close() {
      stayed();
      await server.stop();
    },
  };
}

/** @returns null where it is not installed */
export async function openVictoria(slice: Slice): Promise<Peer | null> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'isotherm-bench-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const options = [
    `-httpListenAddr=${url.slice('http://'.length)}`,
    `-storageDataPath=${directory}`,
    ...['-retentionPeriod=100y', '-search.latencyOffset=0s', '-loggerLevel=ERROR'],
  ];
  const child = spawn('victoria-metrics', options, { stdio: 'ignore' });
  const isStarted = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  if (!isStarted) return null;
  const stayed = endOnSignal(() => end(child));
  await answering(`${url}/health`);
  for (const lines of linesOf(slice)) await post(`${url}/write`, lines);
  await fetch(`${url}/internal/force_flush`);
  return {
    name: 'VictoriaMetrics 1.79',
    ask: ({ metricsql: { query, stepMs } }) => {
      const time = stepMs === null ? { time: String(slice.endMs / 1000) } : rangeOf(slice, stepMs);
      const address = `${url}/api/v1/${stepMs === null ? 'query' : 'query_range'}`;
      return fetch(`${address}?${new URLSearchParams({ query, ...time, nocache: '1' })}`);
    },
    async close() {
      stayed();
      await end(child);
      await rm(directory, { recursive: true });
    },
  };
}

/** Buckets end at their time there, so the first one ends a step after the start. */
function rangeOf({ startMs, endMs }: Slice, stepMs: number): Record<string, string> {
  return {
    start: String((startMs + stepMs) / 1000),
    end: String(endMs / 1000),
    step: `${stepMs / 1000}s`,
  };
}

async function post(url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) throw new Error(`write to ${url}: ${answer.status} ${await answer.text()}`);
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`start a peer: ${url} does not answer`);
}

/** Ends a peer before this process ends; answers what to call once it has ended. */
function endOnSignal(close: () => Promise<void>): () => void {
  const leave = (signal: NodeJS.Signals) => {
    void close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  process.once('SIGTERM', leave).once('SIGINT', leave);
  return () => void process.off('SIGTERM', leave).off('SIGINT', leave);
}
