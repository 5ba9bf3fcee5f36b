import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environment } from '#lib/config/config.ts';
import { findBundle } from '#scripts/bundle-stamp.mjs';
import { end, pidOf } from '../agent/contestant.ts';
import { startSink } from '../agent/sink.ts';
import { readUsage } from '../agent/usage.ts';
import { pause } from '../stop-signal.ts';
import { makeFleet } from './fleet-devices.ts';
import { PollLog, type PollFigures } from './polls.ts';

export interface SnmpCost extends PollFigures {
  readonly devices: number;
  readonly seconds: number;
  readonly isBundled: boolean;
  /** Of one core. */
  readonly cpuShare: number;
  readonly residentBytes: number;
}

const root = path.resolve(import.meta.dirname, '../..');
const devices = 500;
const intervalSeconds = 30;

/** Every device has been recognised and its names are known. */
const warmUpSeconds = 45;
/** Three rounds of all. */
const measuredSeconds = 90;

export const snmpCost = {
  name: 'snmp',
  about:
    `processor and memory of an agent that polls ${devices} devices every ${intervalSeconds} s, ` +
    'one in twenty dead and one slow, and how late and how long its polls are',
  run: measureSnmp,
};

async function measureSnmp(
  onProgress: (sentence: string) => void,
  signal: AbortSignal,
): Promise<SnmpCost> {
  const log = new PollLog(devices);
  const sink = await startSink((point) => log.note(point));
  const fleet = fork(path.join(import.meta.dirname, 'fleet-program.ts'), [String(devices)], {
    execArgv: ['--import', 'tsx'],
  });
  const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-bench-'));
  const port = await portOf(fleet);
  onProgress(
    `${devices} devices answer on port ${port}; the agent warms up for ${warmUpSeconds} s`,
  );
  const isBundled = findBundle(root, 'agent') !== null;
  const agent = startAgent(directory, sink.url, port);
  const pid = pidOf(agent, 'the agent');
  try {
    await pause(warmUpSeconds * 1000, signal);
    log.begin();
    const before = usageOf(pid);
    onProgress(`measuring for ${measuredSeconds} s`);
    await pause(measuredSeconds * 1000, signal);
    const after = usageOf(pid);
    const seconds = (after.atMs - before.atMs) / 1000;
    return {
      devices,
      seconds,
      isBundled,
      cpuShare: (after.cpuSeconds - before.cpuSeconds) / seconds,
      residentBytes: after.residentBytes,
      ...log.read(),
    };
  } finally {
    await end(agent);
    fleet.disconnect();
    await sink.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function startAgent(directory: string, server: string, port: number): ChildProcess {
  const config = path.join(directory, 'agent.json');
  const targets = makeFleet(devices).map(({ name }) => ({
    name,
    address: '127.0.0.1',
    credentials: { version: '2c', community: name },
  }));
  const others = { host: false, filesystem: false, network: false, nvml: false, amdgpu: false };
  const snmp = { defaults: { port, intervalSeconds }, targets };
  writeFileSync(config, JSON.stringify({ collectors: { ...others, snmp } }));
  const args = [path.join(root, 'bin/isotherm'), 'agent', '--config', config, '--server', server];
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      NODE_ENV: 'production',
      PATH: environment().PATH,
      ISOTHERM_DATA_DIR: directory,
      ISOTHERM_LOG_LEVEL: 'warn',
    },
  });
}

async function portOf(fleet: ChildProcess): Promise<number> {
  const message: unknown = (await once(fleet, 'message'))[0];
  if (typeof message === 'object' && message !== null && 'port' in message) {
    return Number(message.port);
  }
  throw new Error('start the fleet: it did not say where it answers');
}

function usageOf(pid: number) {
  const usage = readUsage(pid);
  if (usage === null) throw new Error('measure the agent: it has ended');
  return usage;
}
