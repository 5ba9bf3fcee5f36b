import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import {
  createControlSocket,
  type AgentPresence,
  type ControlSocket,
} from '#lib/live/control-socket.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Run, RunRequest } from '#lib/model/run.ts';
import { getRun } from '#lib/runs/get-run.ts';
import { listRuns, runQuerySchema } from '#lib/runs/list-runs.ts';
import { createRunKeeper, type RunKeeper } from '#lib/runs/run-keeper.ts';
import { startRun } from '#lib/runs/start-run.ts';
import { stopRun } from '#lib/runs/stop-run.ts';
import { controlProtocol, type AgentMessage, type Command } from '#lib/wire/control.ts';
import { startUpgradeServer, until, type UpgradeServer } from '#tests/live/live-server.ts';
import { createScreen, type Screen } from '#tests/live/screen.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dataDirectory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-runs-'));
const operator: Principal = { kind: 'user', id: 'u1', name: 'Ada', role: 'operator' };
const viewer: Principal = { kind: 'user', id: 'u2', name: 'Bob', role: 'viewer' };
const tokens: Record<string, Principal> = {
  '/one': { kind: 'token', id: 't1', name: 'hall 1', scopes: ['write'] },
  '/two': { kind: 'token', id: 't2', name: 'hall 2', scopes: ['write'] },
  '/reader': { kind: 'token', id: 't3', name: 'script', scopes: ['read'] },
};

let database: Database;
let nowMs: number;
let hub: LiveHub;
let screen: Screen;
let control: ControlSocket;
let keeper: RunKeeper;
let server: UpgradeServer;
let presences: AgentPresence[];
let isWelcome: boolean;

beforeAll(async () => {
  database = await openDatabase({ databaseUrl: null, dataDirectory, log });
});

afterAll(async () => {
  await database.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

beforeEach(async () => {
  await database.prisma.run.deleteMany();
  nowMs = Date.now();
  isWelcome = true;
  presences = [];
  const clock = () => nowMs;
  hub = createLiveHub({ placeTags: (tags) => tags, clock });
  screen = createScreen();
  hub.joinTopic(screen.client, 'training', undefined);
  control = createControlSocket({
    clock,
    isStillWelcome: () => Promise.resolve(isWelcome),
    onRunReport: (host, report) => void keeper.record(host, report),
    onDeviceMessage: () => undefined,
    onPresence: (presence) => presences.push(presence),
    isOwnToken: ({ id }) => Promise.resolve(id === 't1'),
  });
  keeper = createRunKeeper({ database, agents: control.agents, hub, log, clock });
  server = await startUpgradeServer((request, socket, head) =>
    control.handleUpgrade(request, socket, head, tokens[request.url ?? ''] ?? null),
  );
});

afterEach(async () => {
  await control.close(AbortSignal.timeout(1000));
  await server.stop();
});

const services = () => ({ database, agents: control.agents, hub });

/** An agent as far as the server can tell. */
function openAgent(host: string, token = '/one', training: Partial<Hello['training']> = {}) {
  const socket = new WebSocket(server.url + token, controlProtocol);
  const commands: Command[] = [];
  const closed: { code: number; reason: string }[] = [];
  const refusedWith: number[] = [];
  const say = (message: AgentMessage) => socket.send(JSON.stringify(message));
  socket.on('open', () => {
    if (host !== '') say(helloOf(host, training));
  });
  socket.on('message', (data) =>
    commands.push(JSON.parse(Buffer.from(data as Buffer).toString()) as Command),
  );
  socket.on('close', (code, reason) => closed.push({ code, reason: reason.toString() }));
  socket.on('unexpected-response', (_request, response) =>
    refusedWith.push(response.statusCode ?? 0),
  );
  socket.on('error', () => undefined);
  return { socket, commands, closed, refusedWith, say };
}

type Hello = Extract<AgentMessage, { type: 'hello' }>;

function helloOf(host: string, training: Partial<Hello['training']>): Hello {
  return {
    type: 'hello',
    host,
    version: '1',
    collectors: [],
    training: { allowed: true, workloads: ['softmax'], devices: ['cpu'], ...training },
  };
}

async function connect(host: string, training: Partial<Hello['training']> = {}) {
  const agent = openAgent(host, '/one', training);
  await until('the agent is connected', () => isConnected(host));
  return agent;
}

function isConnected(host: string): boolean {
  return control.agents.list().some((agent) => agent.host === host);
}

const request: RunRequest = {
  host: 'h1',
  device: 'cpu',
  workload: 'softmax',
  seed: 7,
  seconds: 60,
};

/** States that followers of the topic saw. */
function announced(): string[] {
  return screen.topicMessages.map(({ payload }) => (payload as { run: Run }).run.state);
}

const hasSeen = (state: string) => () => announced().includes(state);

describe('control channel', () => {
  it('lets in who may write and nobody else', async () => {
    const reader = openAgent('h1', '/reader');
    const nobody = openAgent('h1', '/none');
    await until(
      'both are refused',
      () => reader.refusedWith.length + nobody.refusedWith.length > 1,
    );
    expect([reader.refusedWith, nobody.refusedWith]).toEqual([[403], [401]]);
    await connect('h1');
    expect(presences).toEqual([{ kind: 'agent', host: 'h1', isConnected: true }]);
  });

  it('gives a host to its newest channel, but not to another token', async () => {
    const first = await connect('h1');
    const second = openAgent('h1');
    await until('the first is replaced', () => first.closed.length > 0);
    expect(first.closed[0]?.code).toBe(4002);
    expect(isConnected('h1')).toBe(true);
    const thief = openAgent('h1', '/two');
    await until('the thief is turned away', () => thief.closed.length > 0);
    expect(thief.closed[0]).toEqual({
      code: 1008,
      reason: 'this host is connected with another token',
    });
    second.socket.close();
    await until('the host is gone', () => !isConnected('h1'));
    expect(presences.at(-1)).toEqual({ kind: 'agent', host: 'h1', isConnected: false });
  });

  it('closes a channel that changes its host, reports before hello or says nothing', async () => {
    const turncoat = await connect('h1');
    turncoat.say(helloOf('h2', {}));
    const hasty = openAgent('');
    const silent = openAgent('');
    await until('both are open', () =>
      [hasty, silent].every(({ socket }) => socket.readyState === WebSocket.OPEN),
    );
    hasty.say({ type: 'run-state', run: 'x', state: 'running' });
    nowMs += 10_000;
    control.tick(nowMs);
    await until('all are closed', () =>
      [turncoat, hasty, silent].every(({ closed }) => closed.length > 0),
    );
    expect(turncoat.closed[0]?.reason).toBe('this channel already speaks for another host');
    expect(hasty.closed[0]?.reason).toBe('the first message must be hello');
    expect(silent.closed[0]?.reason).toBe('the first message must be hello');
  });

  it('closes when the token is revoked', async () => {
    const agent = await connect('h1');
    isWelcome = false;
    nowMs += 60_000;
    control.tick(nowMs);
    await until('it is closed', () => agent.closed.length > 0);
    expect(agent.closed[0]?.code).toBe(4001);
  });
});

describe('runs', () => {
  it('go from starting over running to finished, and every step is announced', async () => {
    const agent = await connect('h1');
    const run = await startRun(services(), operator, request);
    expect(run).toMatchObject({ ...request, state: 'starting', requestedBy: 'Ada' });
    await until('the agent is told', () => agent.commands.length > 0);
    const asked = { workload: 'softmax', device: 'cpu', seed: 7, seconds: 60 };
    expect(agent.commands).toEqual([{ type: 'run-start', run: run.id, ...asked }]);
    agent.say({ type: 'run-state', run: run.id, state: 'running' });
    await until('it runs', hasSeen('running'));
    agent.say({ type: 'run-state', run: run.id, state: 'finished' });
    await until('it has finished', hasSeen('finished'));
    expect(announced()).toEqual(['starting', 'running', 'finished']);
    expect(await getRun(database, run.id)).toMatchObject({ state: 'finished', endedAtMs: nowMs });
    agent.say({ type: 'run-state', run: run.id, state: 'failed', reason: 'late' });
    await keeper.record('h1', { type: 'run-state', run: run.id, state: 'failed' });
    expect((await getRun(database, run.id)).state).toBe('finished');
  });

  it('are stopped on request, by those who may, and both are written down', async () => {
    const agent = await connect('h1');
    const run = await startRun(services(), operator, request);
    await expect(stopRun(services(), viewer, run.id)).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await stopRun(services(), operator, run.id)).state).toBe('stopping');
    expect((await stopRun(services(), operator, run.id)).state).toBe('stopping');
    await until('the agent is told', () => agent.commands.length > 2);
    agent.say({ type: 'run-state', run: run.id, state: 'stopped' });
    await until('it has stopped', hasSeen('stopped'));
    await expect(stopRun(services(), operator, run.id)).rejects.toMatchObject({
      message: `stop run ${run.id}: it is no longer running`,
    });
    const audit = await database.prisma.auditEntry.findMany({
      where: { subject: run.id },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['run.start', 'Ada'],
      ['run.stop', 'Ada'],
    ]);
  });

  it('are refused with the reason, and nothing is written down', async () => {
    const auditedBefore = await database.prisma.auditEntry.count();
    const refusal = (change: Partial<RunRequest>) =>
      startRun(services(), operator, { ...request, ...change }).then(
        () => 'started',
        (error: unknown) => (error as Error).message,
      );
    expect(await refusal({})).toBe('start run on h1: its agent is not connected');
    await connect('h1');
    await connect('h2', { allowed: false });
    expect(await refusal({ host: 'h2' })).toBe(
      'start run on h2: the configuration of its agent allows no training',
    );
    expect(await refusal({ workload: 'gpt' })).toBe(
      'start run on h1: its agent does not offer the workload gpt',
    );
    expect(await refusal({ device: 'GPU-1' })).toBe(
      'start run on h1: its agent does not offer the device GPU-1',
    );
    await expect(startRun(services(), viewer, request)).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(await database.prisma.auditEntry.count()).toBe(auditedBefore);
    const { id } = await startRun(services(), operator, request);
    expect(await refusal({})).toBe(`start run on h1: cpu is busy with run ${id}`);
  });

  it('cannot be reported by another host', async () => {
    await connect('h1');
    const other = await connect('h2');
    const { id } = await startRun(services(), operator, request);
    other.say({ type: 'run-state', run: id, state: 'finished' });
    await keeper.record('h2', { type: 'run-state', run: id, state: 'finished' });
    expect((await getRun(database, id)).state).toBe('starting');
  });

  it('are lost when the agent stays away, and found when it comes back with the truth', async () => {
    const agent = await connect('h1');
    const { id } = await startRun(services(), operator, request);
    await keeper.record('h1', { type: 'run-state', run: id, state: 'running' });
    agent.socket.terminate();
    await until('the agent is away', () => !isConnected('h1'));
    await keeper.tick(nowMs);
    await keeper.tick(nowMs + 59_000);
    expect((await getRun(database, id)).state).toBe('running');
    await keeper.tick(nowMs + 60_000);
    expect(await getRun(database, id)).toMatchObject({
      state: 'lost',
      reason: 'its agent has been away for a minute',
    });
    nowMs += 70_000;
    const returned = await connect('h1');
    returned.say({ type: 'run-state', run: id, state: 'stopped', reason: 'no server' });
    await until('the truth is known', hasSeen('stopped'));
  });

  it('are lost when the agent comes back without them', async () => {
    const agent = await connect('h1');
    const { id } = await startRun(services(), operator, { ...request, seconds: 3600 });
    await keeper.record('h1', { type: 'run-state', run: id, state: 'running' });
    agent.socket.terminate();
    await until('the agent is away', () => !isConnected('h1'));
    nowMs += 5000;
    await connect('h1');
    await keeper.tick(nowMs + 14_000);
    expect((await getRun(database, id)).state).toBe('running');
    await keeper.tick(nowMs + 15_000);
    expect(await getRun(database, id)).toMatchObject({
      state: 'lost',
      reason: 'its agent came back without it',
    });
  });

  it('are listed newest first, page by page', async () => {
    for (let index = 0; index < 5; index += 1) {
      const startedAt = new Date(nowMs + Math.floor(index / 2));
      const data = { ...request, seed: 1n, state: 'finished', requestedBy: 'Ada', startedAt };
      await database.prisma.run.create({ data: { ...data, seconds: index + 1 } });
    }
    const seen: Run[] = [];
    let after: string | null = null;
    do {
      const query = runQuerySchema.parse({ limit: 2, ...(after !== null && { after }) });
      const page = await listRuns(database, query);
      seen.push(...page.items);
      after = page.next;
    } while (after !== null);
    expect(new Set(seen.map((run) => run.id)).size).toBe(5);
    expect(seen.map((run) => run.startedAtMs - nowMs)).toEqual([2, 1, 1, 0, 0]);
  });
});
