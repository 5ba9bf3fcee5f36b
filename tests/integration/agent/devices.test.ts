import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestOutcome } from '#lib/model/device-probe.ts';
import type { DeviceReport } from '#lib/model/device-report.ts';
import type { Sweep } from '#lib/devices/sweep.ts';
import { askApi, deviceApi } from '#tests/simulator/device-api.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  captureOutput,
  freePort,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
} from '#tests/simulator/process.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { parseRecording } from '#tests/simulator/snmp/recording.ts';
import { startResponder, type Responder } from '#tests/simulator/snmp/responder.ts';
import { simulateDevice, type SimulatedDevice } from '#tests/simulator/snmp/simulated-device.ts';

const program = path.join(repositoryRoot, 'bin/isotherm');
const recording = path.join(repositoryRoot, 'tests/simulator/snmp/recordings/rack-switch.rec');
const community = 'community-nobody-may-read';
const directory = temporaryDirectory('isotherm-agent-devices-');

let server: ServerWithoutPages;
let device: SimulatedDevice;
let responder: Responder;
let agent: ChildProcess;
let output: () => string;

function startAgent(): ChildProcess {
  const child = spawn(process.execPath, [program, 'agent', '--server', server.url], {
    env: {
      ...process.env,
      ISOTHERM_DATA_DIR: directory,
      ISOTHERM_AGENT_TOKEN: testTokens.agent,
      ISOTHERM_AGENT_HOST: 'gpu-1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  output = captureOutput(child);
  return child;
}

beforeAll(async () => {
  device = simulateDevice(parseRecording(readFileSync(recording, 'utf8')));
  responder = await startResponder(new Map([[community, device]]));
  server = await startServerWithoutPages({ pages: deviceApi });
  agent = startAgent();
  await vi.waitFor(() => expect(server.services.agents.list()).toHaveLength(1), 20_000);
});

afterAll(async () => {
  await stopProcess(agent, 'SIGKILL');
  await server.stop();
  await responder.close();
  rmSync(directory, { recursive: true, force: true });
});

const credentials = { version: '2c', community } as const;
const place = () => ({ address: '127.0.0.1', port: responder.port, polledBy: 'gpu-1' });
const ask = (method: string, where: string, body?: unknown) => askApi(server, method, where, body);

async function sweepOf(id: string): Promise<Sweep> {
  return (await ask('GET', `/devices/sweeps/${id}`)).body as Sweep;
}

describe('an agent that is asked about devices', () => {
  it('says what it recognises of one that is not added', async () => {
    const { status, body } = await ask('POST', '/devices/test', { ...place(), credentials });
    expect([status, (body as TestOutcome).kind]).toEqual([200, 'recognised']);
    const { device: found } = body as Extract<TestOutcome, { kind: 'recognised' }>;
    expect(found.systemName).not.toBeNull();
    expect(found.interfaceCount).toBeGreaterThan(0);
    expect(found.interfaces).toHaveLength(Math.min(100, found.interfaceCount));
    expect((await ask('GET', '/devices')).body).toEqual({ items: [], next: null });
  });

  it('says in a sentence why it cannot read one', async () => {
    const wrong = { version: '2c', community: 'another' };
    const { body } = await ask('POST', '/devices/test', { ...place(), credentials: wrong });
    expect(body).toEqual({ kind: 'failed', problem: expect.stringMatching(/no answer/) as string });
  });

  it('sweeps addresses and ports with several credentials, and adds nothing', async () => {
    const { body } = await ask('POST', '/devices/sweeps', {
      polledBy: 'gpu-1',
      ranges: ['127.0.0.1-4'],
      ports: [responder.port, await freePort()],
      credentials: [{ version: '2c', community: 'another' }, credentials],
      requestsPerSecond: 100,
    });
    const { id, total } = body as Sweep;
    expect(total).toBe(8);
    await vi.waitFor(async () => expect((await sweepOf(id)).state).toBe('finished'), 20_000);
    const sweep = await sweepOf(id);
    expect(sweep.done).toBe(8);
    expect(sweep.found).toMatchObject([
      { address: '127.0.0.1', port: responder.port, credentials: 1 },
    ]);
    expect(sweep.found[0]?.objectId).toMatch(/^1\.3\.6\.1\.4\.1\./);
    expect((await ask('GET', '/devices')).body).toEqual({ items: [], next: null });
  });

  it('keeps to the rate of a sweep, and stops it when asked', async () => {
    const before = responder.packets;
    const begun = performance.now();
    const wanted = { polledBy: 'gpu-1', ranges: ['127.0.0.0/20'], ports: [responder.port] };
    const { body } = await ask('POST', '/devices/sweeps', {
      ...{ ...wanted, credentials: [credentials], requestsPerSecond: 5 },
    });
    const { id } = body as Sweep;
    const busy = await ask('POST', '/devices/sweeps', { ...wanted, credentials: [credentials] });
    expect(busy.body).toEqual({ error: 'sweep from gpu-1: its agent sweeps already' });
    await vi.waitFor(async () => expect((await sweepOf(id)).found).toHaveLength(1), 20_000);
    const seconds = (performance.now() - begun) / 1000;
    // Finding what a device is takes a walk or two, which wait for their turn once.
    expect(responder.packets - before).toBeLessThan(seconds * 5 + 40);
    expect((await ask('DELETE', `/devices/sweeps/${id}`)).body).toMatchObject({
      state: 'cancelled',
    });
    const listed = (await ask('GET', '/devices/sweeps?limit=1')).body;
    expect(listed).toMatchObject({ items: [{ id, state: 'cancelled' }] });
  });

  it('polls what it is assigned until it is no more, and keeps no secret on disk', async () => {
    const { body } = await ask('POST', '/devices', {
      ...place(),
      name: 'switch-1',
      intervalSeconds: 5,
      credentials,
    });
    const { id } = body as { id: string };
    await vi.waitFor(async () => {
      const report = (await ask('GET', `/devices/${id}`)).body as DeviceReport;
      expect(report.summary.poll.state).toBe('up');
      expect(report.interfaces.length).toBeGreaterThan(0);
      expect(report.info['system_name']).toBeDefined();
    }, 30_000);
    expect((await ask('DELETE', `/devices/${id}`)).status).toBe(204);
    await vi.waitFor(() => expect(output()).toMatch(/"devices":0/), 5000);
    const told = [output(), ...server.logged, ...filesBelow(directory)].join('\n');
    expect(told).not.toContain(community);
  });

  it('is given a device by the command line, read first', async () => {
    const file = path.join(directory, 'community');
    writeFileSync(file, `${community}\n`);
    const add = (...more: string[]) =>
      run('snmp', 'add', '--host', '127.0.0.1', '--port', String(responder.port), ...more);
    const common = ['--name', 'switch-3', '--polled-by', 'gpu-1', '--server', server.url];
    const token = ['--token', testTokens.admin];
    const added = await add(...common, ...token, '--community-file', file);
    expect(added.text).toMatch(/profile \S+: \d+ sensors, [1-9]\d* interfaces\nadded switch-3:/);
    expect(added.code).toBe(0);
    const taken = await add(...common, ...token, '--community-file', file, '--no-test');
    expect([taken.code, taken.text]).toEqual([
      1,
      'isotherm: add device switch-3: there is a device of that name already\n',
    ]);
    const silent = await add(...common, ...token, '--community', 'wrong');
    expect([silent.code, silent.text]).toEqual([1, expect.stringMatching(/no answer/)]);
    const stranger = await add(...common, '--token', 'nobody-knows-this-token', '--no-test');
    expect([stranger.code, stranger.text]).toEqual([1, expect.stringMatching(/sign in/)]);
    expect((await add(...common, '--no-test')).code).toBe(2);
    const { body } = await ask('GET', '/devices');
    const { items } = body as { items: { config: { id: string } | null }[] };
    // What was removed before is still remembered.
    for (const { config } of items) if (config) await ask('DELETE', `/devices/${config.id}`);
  });

  it('is told its devices again when it comes back', async () => {
    await ask('POST', '/devices', { ...place(), name: 'switch-2', credentials });
    await stopProcess(agent, 'SIGKILL');
    agent = startAgent();
    await vi.waitFor(() => expect(output()).toMatch(/"devices":1/), 20_000);
  });
});

async function run(...args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ISOTHERM_TOKEN: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = captureOutput(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: text() };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'));
}
