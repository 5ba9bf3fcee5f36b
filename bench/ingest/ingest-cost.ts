import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startInflux } from '#tests/simulator/influxd.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import { takeTurns, type Round, type WriteCost } from './contest.ts';
import { startProgram, type Program } from './program.ts';
import { keepRhythm, type RhythmCost } from './rhythm.ts';
import type { Target } from './sender.ts';

export interface IngestOptions {
  /** How long the programs take turns at whole batches. */
  readonly seconds: number;
  /** How long each of them is sent what a fleet sends. */
  readonly rhythmSeconds: number;
}

export interface IngestCost {
  readonly seconds: number;
  /** Ours first. */
  readonly writes: readonly WriteCost[];
  readonly rounds: readonly (readonly Round[])[];
  readonly rhythm: readonly RhythmCost[];
  readonly longestBlockMs: number;
  /** Of a process that did nothing in the same time. */
  readonly idleBlockMs: number;
}

export const ingestCost = {
  name: 'ingest',
  about:
    'samples over HTTP until they are durable, beside influxd: points/s, processor time a point, ' +
    'waiting, and how long the thread that serves pages was blocked',
  run: measureIngest,
};

async function measureIngest(
  options: IngestOptions,
  onProgress: (sentence: string) => void,
): Promise<IngestCost> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-bench-'));
  const influxd = await startInflux();
  const server = await startProgram('server-program', [path.join(directory, 'server')]);
  const idle = await startProgram('idle-program', []);
  const stop = async () => {
    await Promise.all([server.stop(), idle.stop(), influxd.stop()]);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await createDatabase(influxd.url);
    const targets = [isotherm(server), influx(influxd)];
    return await measure(options, targets, [server, idle], onProgress);
  } finally {
    await stop();
  }
}

async function measure(
  { seconds, rhythmSeconds }: IngestOptions,
  targets: readonly Target[],
  [server, idle]: readonly [Program, Program],
  onProgress: (sentence: string) => void,
): Promise<IngestCost> {
  const rounds: (readonly Round[])[] = [];
  server.reset();
  idle.reset();
  onProgress(`batches for ${seconds} s`);
  const writes = await takeTurns(targets, seconds, (round) => {
    rounds.push(round);
    onProgress(
      round
        .map(({ program, pointsPerSecond }) => `${program} ${Math.round(pointsPerSecond)}/s`)
        .join(', '),
    );
  });
  const longestBlockMs = await server.longestBlockMs();
  const idleBlockMs = await idle.longestBlockMs();
  const rhythm: RhythmCost[] = [];
  for (const target of targets) {
    onProgress(`the rhythm of a fleet to ${target.name} for ${rhythmSeconds} s`);
    rhythm.push(await keepRhythm(target, rhythmSeconds));
  }
  return { seconds, writes, rounds, rhythm, longestBlockMs, idleBlockMs };
}

function isotherm({ url, pid }: Program): Target {
  return {
    name: 'isotherm',
    pid,
    address: `${url}/write?precision=ns`,
    headers: { Authorization: `Token ${testTokens.agent}` },
  };
}

function influx({ url, pid }: { readonly url: string; readonly pid: number }): Target {
  return { name: 'influxd', pid, address: `${url}/write?db=bench&precision=ns`, headers: {} };
}

async function createDatabase(url: string): Promise<void> {
  const answer = await fetch(`${url}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: 'CREATE DATABASE bench' }),
  });
  if (!answer.ok) throw new Error(`create the database of influxd: ${await answer.text()}`);
}
