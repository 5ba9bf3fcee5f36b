import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environment } from '#lib/config/config.ts';
import { findBundle } from '#scripts/bundle-stamp.mjs';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { scenarioFile } from '#tests/simulator/nvml/scenario.ts';
import { Counter, end, pidOf, type Contestant } from './contestant.ts';
import { GatherLog, type GatherTimes } from './gather-times.ts';
import { startSink, type Sink } from './sink.ts';

export interface IsothermAgent extends Contestant {
  gatherTimes(): GatherTimes[];
}

const root = path.resolve(import.meta.dirname, '../..');

export interface IsothermOptions {
  readonly name: string;
  readonly roundsPerSecond: number;
  /** Every round reads everything; as installed, what seldom changes is read at a lower rate. */
  readonly everyField: boolean;
}

/** The agent from the bundle, with eight simulated GPUs beside the host. */
export async function startIsotherm(options: IsothermOptions): Promise<IsothermAgent> {
  const { name, roundsPerSecond, everyField } = options;
  if (findBundle(root, 'agent') === null) {
    throw new Error('measure the agent: its bundle is older than its sources (npm run build)');
  }
  const library = await buildFakeNvml();
  const counter = new Counter();
  const times = new GatherLog();
  const sink = await startSink((point) => {
    times.note(point);
    if (!/^agent(_|$)/.test(point.measurement)) counter.add(Object.keys(point.fields).length);
  });
  const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-bench-'));
  const child = startAgent(directory, sink, {
    library,
    intervalMs: 1000 / roundsPerSecond,
    everyField,
  });
  return {
    name,
    about:
      `8 simulated H200${everyField ? ', every field every round,' : ' as installed'} and this ` +
      `host, ${roundsPerSecond} rounds a second, pushed to a sink`,
    pid: pidOf(child, 'the agent'),
    begin: () => {
      counter.begin();
      times.begin();
    },
    samplesPerSecond: () => Promise.resolve(counter.perSecond()),
    gatherTimes: () => times.read(),
    stop: async () => {
      await end(child);
      await sink.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface NvmlSection {
  readonly library: string;
  readonly intervalMs: number;
  readonly everyField: boolean;
}

function startAgent(directory: string, sink: Sink, nvml: NvmlSection) {
  const config = path.join(directory, 'agent.json');
  const { intervalMs } = nvml;
  const collectors = { host: { intervalMs }, network: { intervalMs }, nvml };
  writeFileSync(config, JSON.stringify({ collectors }));
  const args = [path.join(root, 'bin/isotherm'), 'agent', '--config', config, '--server', sink.url];
  const { PATH } = environment();
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PATH,
      ISOTHERM_DATA_DIR: directory,
      ISOTHERM_LOG_LEVEL: 'warn',
      FAKE_NVML_SCENARIO: scenarioFile('h200-8'),
      // A driver wakes whoever waits for its events; the simulated one has to look.
      FAKE_NVML_EVENT_POLL_MS: '1000',
    },
  });
}
