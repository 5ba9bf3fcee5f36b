import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createToken } from '#lib/auth/tokens/create-token.ts';
import { listTokens } from '#lib/auth/tokens/list-tokens.ts';
import { revokeToken } from '#lib/auth/tokens/revoke-token.ts';
import { addDevice } from '#lib/devices/add-device.ts';
import { testDevice } from '#lib/devices/test-device.ts';
import { controlPath, controlProtocol, type Command } from '#lib/wire/control.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { until } from '#tests/live/live-server.ts';

const administrator = { kind: 'user', id: 'u', name: 'Ada', role: 'admin' } as const;
const never = new AbortController().signal;

let server: ServerWithoutPages;
let agents: WebSocket[];
/** Hosts of no other test. */
let one: string;
let two: string;
let tests = 0;

beforeAll(async () => {
  server = await startServerWithoutPages({ environment: { ISOTHERM_AGENT_HOST: 'own-host' } });
});

afterAll(async () => {
  await server.stop();
});

beforeEach(() => {
  agents = [];
  tests += 1;
  [one, two] = [`one-${tests}`, `two-${tests}`];
});

afterEach(async () => {
  for (const agent of agents) agent.terminate();
  await until('all agents are away', () => server.services.agents.list().length === 0);
});

/** Opens a channel and says hello; an agent as far as the server can tell. */
function connect(host: string, secret: string) {
  const socket = new WebSocket(server.url.replace('http', 'ws') + controlPath, controlProtocol, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const training = { allowed: false, workloads: [], devices: [] };
  const told: string[] = [];
  const cancelled: string[] = [];
  const closed: string[] = [];
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'hello', host, version: '1', collectors: [], training })),
  );
  socket.on('message', (data) => {
    const command = JSON.parse(Buffer.from(data as Buffer).toString()) as Command;
    if (command.type === 'snmp-targets') told.push(command.targets.map(({ name }) => name).join());
    if (command.type === 'snmp-cancel') cancelled.push(command.request);
  });
  socket.on('close', (_code, reason) => closed.push(reason.toString()));
  agents.push(socket);
  return { told, cancelled, closed };
}

const isConnected = (host: string) =>
  server.services.agents.list().some((agent) => agent.host === host);

async function connected(host: string, secret: string) {
  const agent = connect(host, secret);
  await until(`${host} is connected`, () => isConnected(host));
  return agent;
}

async function makeToken(host: string | null = null) {
  const input = { name: 'agent', scopes: ['write' as const], expiresInDays: null, host };
  return createToken(server.services, administrator, input, Date.now());
}

const add = (name: string, polledBy: string) =>
  addDevice(server.services, administrator, {
    ...{ name, polledBy, address: '127.0.0.1', port: 161, intervalSeconds: 30, profile: null },
    ...{ feed: null, rackId: null, positionU: null, heightU: 1 },
    credentials: { version: '2c', community: 'secret of the device' },
  });

/** Resolves when all is here that the server had to tell the host, its devices included. */
async function heard(host: string, agent: ReturnType<typeof connect>): Promise<void> {
  await server.services.assignments.send(host);
  await server.services.agents.send(host, { type: 'snmp-cancel', request: 'the last' });
  await until('the last command is here', () => agent.cancelled.includes('the last'));
}

async function hostOf(id: string): Promise<string | null | undefined> {
  const { items } = await listTokens(server.services, administrator, { limit: 10 });
  return items.find((token) => token.id === id)?.host;
}

describe('the secrets of a host’s devices', () => {
  it('go to the first host that uses a token', async () => {
    const { token, secret } = await makeToken();
    const agent = await connected(one, secret);
    await add(`pdu-${one}`, one);
    await until('the agent is told', () => agent.told.includes(`pdu-${one}`));
    expect(await hostOf(token.id)).toBe(one);
  });

  it('do not go to whoever says the host’s name with another host’s token', async () => {
    await connected(one, (await makeToken(one)).secret);
    const other = await makeToken(two);
    agents[0]?.terminate();
    await until('the first is away', () => !isConnected(one));
    await add(`pdu-${one}`, one);
    const thief = await connected(one, other.secret);
    await heard(one, thief);
    expect(thief.told).toEqual([]);
  });

  it('do not go to a token nobody has used yet, unless it was made for the host', async () => {
    await add(`pdu-${one}`, one);
    const thief = await connected(one, (await makeToken()).secret);
    await heard(one, thief);
    const own = connect(one, (await makeToken(one)).secret);
    await until('the host is told', () => own.told.includes(`pdu-${one}`));
    expect(thief.told).toEqual([]);
    await until('the thief is out', () => thief.closed.includes('a newer channel took its place'));
  });

  it('stay when another host comes with the same token: which is which, nobody knows', async () => {
    const { token, secret } = await makeToken();
    const first = await connected(one, secret);
    const second = await connected(two, secret);
    await add(`pdu-${one}`, one);
    await add(`pdu-${two}`, two);
    await heard(one, first);
    await heard(two, second);
    expect([...first.told, ...second.told].filter((devices) => devices !== '')).toEqual([]);
    expect(await hostOf(token.id)).toBeNull();
  });

  it('are not sent along with a test either', async () => {
    const { secret } = await makeToken();
    await connected(one, secret);
    await connected(two, secret);
    const { id } = await add(`pdu-${two}`, two);
    await expect(testDevice(server.services, administrator, id, never)).rejects.toThrow(
      `the agent of ${two} is not connected with a token of its own`,
    );
  });

  it('go to the host that the environment names for its token, and to no other', async () => {
    await add('pdu-own', 'own-host');
    await add('pdu-other', two);
    const other = await connected(two, testTokens.agent);
    const own = connect('own-host', testTokens.agent);
    await until('the host is told', () => own.told.includes('pdu-own'));
    await heard(two, other);
    expect(other.told).toEqual([]);
  });
});

describe('a token', () => {
  it('that many hosts share still pushes the samples of each', async () => {
    const statuses = [one, two, 'own-host'].map(async (host) => {
      await connected(host, testTokens.agent);
      const answer = await fetch(`${server.url}/write?db=isotherm`, {
        method: 'POST',
        headers: { authorization: `Bearer ${testTokens.agent}` },
        body: `host,host=${host} cpu_ratio=0.5`,
      });
      return answer.status;
    });
    expect(await Promise.all(statuses)).toEqual([204, 204, 204]);
  });

  it('that was made for a host takes it over from the one before', async () => {
    const before = await makeToken(one);
    const after = await makeToken(one);
    expect([await hostOf(before.token.id), await hostOf(after.token.id)]).toEqual([null, one]);
  });

  it('that is revoked leaves its host to another', async () => {
    const { token, secret } = await makeToken();
    await connected(one, secret);
    agents[0]?.terminate();
    await until('the first is away', () => !isConnected(one));
    await revokeToken(server.services, administrator, token.id, Date.now());
    const next = await makeToken();
    await connected(one, next.secret);
    expect(await hostOf(next.token.id)).toBe(one);
  });
});
