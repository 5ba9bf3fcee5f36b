import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parsePoints } from '#lib/wire/line-protocol/parse.ts';
import {
  captureOutput,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
} from '#tests/simulator/process.ts';
import { portOf, startAgentFacingServer, type AgentFacingServer } from './write-server.ts';

const program = path.join(repositoryRoot, 'bin/isotherm');

let server: AgentFacingServer;
let dataDirectory: string;
const agents: ChildProcess[] = [];

beforeEach(async () => {
  server = await startAgentFacingServer();
  dataDirectory = temporaryDirectory('agent-process-');
});

afterEach(async () => {
  for (const agent of agents.splice(0)) await stopProcess(agent, 'SIGKILL');
  await server.close();
  fs.rmSync(dataDirectory, { recursive: true, force: true });
});

function startAgent(environment: Record<string, string> = {}): ChildProcess {
  const agent = spawn(process.execPath, [program, 'agent', '--server', server.url], {
    env: {
      ...process.env,
      ISOTHERM_DATA_DIR: dataDirectory,
      ISOTHERM_AGENT_TOKEN: 'secret-of-the-agent',
      ISOTHERM_AGENT_HOST: 'gpu-1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  agents.push(agent);
  return agent;
}

function once(args: readonly string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [program, 'agent', ...args], {
    env: { ...process.env, ISOTHERM_DATA_DIR: dataDirectory, ...environment },
    encoding: 'utf8',
  });
}

/** Times of the `host` points that arrived, in nanoseconds and in order. */
function hostTimes(texts: readonly string[]): bigint[] {
  const { points } = parsePoints(texts.join(''), { precision: 'ns', nowNs: 0n });
  return points
    .filter(({ measurement }) => measurement === 'host')
    .map(({ timeNs }) => timeNs)
    .sort((a, b) => (a < b ? -1 : 1));
}

describe('isotherm agent', () => {
  it('prints valid line protocol of this machine', () => {
    const { status, stdout } = once(['--once', '--stdout']);
    expect(status).toBe(0);
    const { points, errors } = parsePoints(stdout, { precision: 'ns', nowNs: 0n });
    expect(errors).toEqual([]);
    expect(points.map(({ measurement }) => measurement)).toContain('host');
  });

  it('ends with 2 and one sentence that names every problem', () => {
    const config = path.join(dataDirectory, 'agent.json');
    fs.writeFileSync(
      config,
      '{"servr":1,"spoolMaxBytes":5,"collectors":{"host":{"intervalMs":"x"},"gpuu":{}}}',
    );
    const { status, stderr } = once(['--config', config, '--server', 'ftp://x'], {
      ISOTHERM_ALLOW_TRAINING: 'cuda:0',
    });
    expect(status).toBe(2);
    for (const problem of [
      'servr',
      'spoolMaxBytes',
      'collectors.host.intervalMs',
      'collectors.gpuu',
      '--server',
      'ISOTHERM_ALLOW_TRAINING',
    ]) {
      expect(stderr).toContain(problem);
    }
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says where it could push when nothing is said', () => {
    const { status, stderr } = once([], { ISOTHERM_SERVER_URL: '' });
    expect(status).toBe(2);
    expect(stderr).toContain('ISOTHERM_SERVER_URL');
  });

  it('pushes every second, says hello, and ends with 0 on SIGTERM', async () => {
    const agent = startAgent();
    await vi.waitFor(() => expect(hostTimes(server.writes.map((w) => w.text))).toHaveLength(4), {
      timeout: 30_000,
      interval: 100,
    });
    expect(server.writes[0]?.authorization).toBe('Token secret-of-the-agent');
    const [first] = server.messages;
    expect(first).toMatchObject({
      type: 'hello',
      host: 'gpu-1',
      training: { allowed: false, devices: [] },
    });
    const ended = new Promise((resolve) => agent.once('exit', resolve));
    agent.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('brings what it gathered while the server was away, even after kill -9', async () => {
    const port = portOf(server);
    const first = startAgent();
    const output = captureOutput(first);
    await vi.waitFor(() => expect(server.writes.length).toBeGreaterThan(1), {
      timeout: 30_000,
      interval: 100,
    });
    const before = server.writes.map(({ text }) => text);
    await server.close();
    await vi.waitFor(() => expect(output()).toContain('samples are kept and sent later'), {
      timeout: 30_000,
      interval: 100,
    });
    const spool = path.join(dataDirectory, 'agent/spool');
    await vi.waitFor(() => expect(spoolBytes(spool)).toBeGreaterThan(4000), {
      timeout: 30_000,
      interval: 100,
    });
    await stopProcess(first, 'SIGKILL');

    server = await startAgentFacingServer(port);
    startAgent();
    await vi.waitFor(
      () => expect(server.writes.some(({ batchId }) => batchId.includes('-backlog:'))).toBe(true),
      { timeout: 30_000, interval: 100 },
    );
    // Up to the kill there is one point a second; a round may be late on a busy machine.
    const times = hostTimes([...before, ...server.writes.map(({ text }) => text)]);
    const unique = [...new Set(times)];
    const gaps = unique.slice(1).map((time, index) => Number(time - (unique[index] ?? 0n)) / 1e9);
    const atRestart = gaps.filter((gap) => gap > 1.9);
    expect(unique.length).toBeGreaterThan(5);
    expect(atRestart.length).toBeLessThanOrEqual(1);
  });
});

function spoolBytes(directory: string): number {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.spool'))
    .reduce((sum, name) => sum + fs.statSync(path.join(directory, name)).size, 0);
}
