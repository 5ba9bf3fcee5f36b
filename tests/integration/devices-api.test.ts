import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createToken } from '#lib/auth/tokens/create-token.ts';
import { keyFileName } from '#lib/devices/read-secret-keys.ts';
import { askApi, deviceApi } from '#tests/simulator/device-api.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';

const directory = temporaryDirectory('isotherm-devices-');
const community = 'community-nobody-may-read';
const passphrases = ['auth-passphrase-nobody-may-read', 'privacy-passphrase-nobody-may-read'];
const device = {
  name: 'pdu-a1',
  address: '10.0.3.7',
  polledBy: 'gpu-1',
  credentials: { version: '2c', community },
};
const versionThree = {
  version: '3',
  user: 'monitor',
  auth: { protocol: 'sha256', passphrase: passphrases[0] },
  privacy: { protocol: 'aes', passphrase: passphrases[1] },
};

let server: ServerWithoutPages;

async function start(environment: Record<string, string> = {}): Promise<ServerWithoutPages> {
  return startServerWithoutPages({ dataDirectory: directory, environment, pages: deviceApi });
}

beforeAll(async () => {
  server = await start();
});

afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  const { prisma } = server.services.database;
  await prisma.device.deleteMany();
  await prisma.rack.deleteMany();
  await prisma.site.deleteMany();
});

const ask = (method: string, where: string, body?: unknown, token?: string) =>
  askApi(server, method, where, body, token);

async function add(more: object = {}): Promise<string> {
  const { status, body, text } = await ask('POST', '/devices', { ...device, ...more });
  expect([status, text]).toEqual([201, text]);
  return (body as { id: string }).id;
}

async function tokenOf(scope: 'read' | 'operate'): Promise<string> {
  const administrator = { kind: 'user', id: 'u', name: 'Ada', role: 'admin' } as const;
  const input = { name: scope, scopes: [scope], expiresInDays: null, host: null };
  const made = await createToken(server.services, administrator, input, Date.now());
  return made.secret;
}

async function makeRack(): Promise<string> {
  const { prisma } = server.services.database;
  const site = await prisma.site.create({ data: { name: 'Hall' } });
  const place = { room: '1', row: 'A', name: 'R01', heightU: 10 };
  return (await prisma.rack.create({ data: { siteId: site.id, ...place } })).id;
}

describe('devices of the API', () => {
  it('adds, lists, changes and removes a device', async () => {
    const id = await add();
    expect((await ask('GET', '/devices')).body).toMatchObject({
      items: [
        {
          name: 'pdu-a1',
          address: '10.0.3.7:161',
          polledBy: 'gpu-1',
          poll: { state: 'waiting' },
          config: {
            id,
            intervalSeconds: 30,
            credentials: { version: '2c', user: null, auth: null, privacy: null, set: true },
            problem: null,
          },
        },
      ],
      next: null,
    });
    const changed = await ask('PATCH', `/devices/${id}`, { feed: 'A', credentials: versionThree });
    expect(changed.body).toMatchObject({
      address: '10.0.3.7',
      feed: 'A',
      credentials: { version: '3', user: 'monitor', auth: 'sha256', privacy: 'aes', set: true },
    });
    expect((await ask('GET', `/devices/${id}`)).body).toMatchObject({ summary: { feed: 'A' } });
    expect((await ask('GET', '/devices/pdu-a1')).status).toBe(200);
    expect((await ask('DELETE', `/devices/${id}`)).status).toBe(204);
    expect((await ask('GET', `/devices/${id}`)).status).toBe(404);
  });

  it('pages the list by name', async () => {
    for (const name of ['c', 'a', 'b']) await add({ name });
    const first = (await ask('GET', '/devices?limit=2')).body as { items: { name: string }[] };
    expect(first).toMatchObject({ items: [{ name: 'a' }, { name: 'b' }], next: 'b' });
    const second = (await ask('GET', '/devices?limit=2&after=b')).body;
    expect(second).toMatchObject({ items: [{ name: 'c' }], next: null });
    expect((await ask('GET', '/devices?limit=1001')).status).toBe(400);
  });

  it('says in one sentence why it refuses', async () => {
    await add();
    const refusals: [object, number, RegExp][] = [
      [{}, 409, /^add device pdu-a1: there is a device of that name already$/],
      [{ name: 'x', rackId: 'nowhere' }, 404, /^add device x: there is no such rack$/],
      [{ name: 'x', address: 'not an address' }, 400, /must be an IP address or a name/],
      [{ name: 'x', port: 0 }, 400, /body port: must be at least 1/],
      [
        {
          name: 'x',
          credentials: { ...versionThree, privacy: { protocol: 'des', passphrase: 'x'.repeat(8) } },
        },
        400,
        /^body credentials\.privacy\.protocol: DES cannot be used: OpenSSL 3 no longer has it; set the device to AES$/,
      ],
    ];
    for (const [more, status, sentence] of refusals) {
      const answer = await ask('POST', '/devices', { ...device, ...more });
      expect(answer.status).toBe(status);
      expect((answer.body as { error: string }).error).toMatch(sentence);
    }
  });

  it('refuses to test or sweep without an agent', async () => {
    const id = await add();
    const test = await ask('POST', `/devices/${id}/test`);
    expect([test.status, test.body]).toEqual([
      409,
      { error: 'test device pdu-a1: the agent of gpu-1 is not connected with a token of its own' },
    ]);
    const wanted = { polledBy: 'gpu-1', credentials: [device.credentials] };
    const sweep = await ask('POST', '/devices/sweeps', { ...wanted, ranges: ['10.0.0.0/30'] });
    expect(sweep.body).toEqual({
      error: 'sweep from gpu-1: its agent is not connected with a token of its own',
    });
    for (const ranges of [['10.0.0.0/8'], ['10.0.0.0/20', '10.1.0.0/29'], ['nonsense'], []]) {
      expect((await ask('POST', '/devices/sweeps', { ...wanted, ranges })).status).toBe(400);
    }
  });

  it('lets viewers read and operators change', async () => {
    const id = await add();
    const [reader, operator] = [await tokenOf('read'), await tokenOf('operate')];
    expect((await ask('GET', `/devices/${id}`, undefined, reader)).status).toBe(200);
    expect((await ask('PATCH', `/devices/${id}`, { feed: 'B' }, reader)).status).toBe(403);
    expect((await ask('DELETE', `/devices/${id}`, undefined, reader)).status).toBe(403);
    expect((await ask('POST', `/devices/${id}/test`, undefined, reader)).status).toBe(403);
    expect((await ask('PATCH', `/devices/${id}`, { feed: 'B' }, operator)).status).toBe(200);
  });

  it('gives a device and a host different places in a rack', async () => {
    const rackId = await makeRack();
    const id = await add({ rackId, positionU: 3, heightU: 2 });
    await add({ name: 'pdu-a2', rackId });
    const taken = await ask('POST', '/devices', {
      ...{ ...device, name: 'pdu-a3', rackId, positionU: 4 },
    });
    expect(taken.body).toEqual({
      error: 'add device pdu-a3: device pdu-a1 stands at U 3 to 4 of rack R01',
    });
    expect((await ask('PATCH', `/devices/${id}`, { positionU: 4 })).status).toBe(200);
    const high = await ask('PATCH', `/devices/${id}`, { positionU: 10 });
    expect(high.body).toEqual({
      error: 'change device pdu-a1: rack R01 ends at U 10, below U 11',
    });
  });
});

describe('credentials of devices', () => {
  it('are in no answer, no log, no audit entry and no row', async () => {
    const id = await add({ credentials: versionThree });
    await ask('PATCH', `/devices/${id}`, { credentials: device.credentials });
    await ask('POST', '/devices/test', {
      ...{ address: '10.0.3.7', polledBy: 'gpu-1', credentials: versionThree },
    });
    await ask('POST', '/devices', { ...device, name: 'x', credentials: { ...versionThree, x: 1 } });
    const rows = await server.services.database.prisma.device.findMany();
    const seen = [
      (await ask('GET', '/devices')).text,
      (await ask('GET', `/devices/${id}`)).text,
      (await ask('GET', '/audit')).text,
      server.logged.join('\n'),
      JSON.stringify(rows),
    ].join('\n');
    expect(seen).toContain('device.update');
    for (const secret of [community, ...passphrases]) expect(seen).not.toContain(secret);
  });

  it('are sealed by a key that only this user can read and the database does not have', async () => {
    const id = await add();
    const file = path.join(directory, keyFileName);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file, 'utf8').trim();
    const row = await server.services.database.prisma.device.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(key);
    expect(server.services.vault.open(row)).toEqual({
      kind: 'open',
      credentials: device.credentials,
    });
    // A row that was put in the place of another says so, and opens for nobody.
    expect(server.services.vault.open({ ...row, id: 'another' })).toMatchObject({ kind: 'shut' });
  });
});

describe('the key of credentials', () => {
  const other = 'ab'.repeat(32);
  let made: string;

  beforeEach(async () => {
    made = readFileSync(path.join(directory, keyFileName), 'utf8').trim();
    await add();
    await server.stop();
  });

  afterEach(async () => {
    await server.stop();
    server = await start();
  });

  it('names the device when it is the wrong one, and keeps what is there', async () => {
    server = await start({ ISOTHERM_SECRET_KEY: other });
    const sentence =
      /^read the credentials of pdu-a1: they were sealed with key \w{12}, but this server has key \w{12}; /;
    const { items } = (await ask('GET', '/devices')).body as {
      items: { config: { id: string; problem: string } }[];
    };
    const [row] = items;
    expect(row?.config.problem).toMatch(sentence);
    expect(server.complaints.join()).toContain('read the credentials of pdu-a1');
    const test = await ask('POST', `/devices/${row?.config.id ?? ''}/test`);
    expect(test.status).toBe(409);
    await server.stop();
    server = await start();
    const rows = await server.services.database.prisma.device.findMany();
    expect(rows.map((one) => server.services.vault.open(one).kind)).toEqual(['open']);
  });

  it('is changed by starting once with the old and the new one', async () => {
    server = await start({ ISOTHERM_SECRET_KEY: other, ISOTHERM_OLD_SECRET_KEY: made });
    await server.stop();
    server = await start({ ISOTHERM_SECRET_KEY: other });
    const [row] = await server.services.database.prisma.device.findMany();
    expect(row && server.services.vault.open(row)).toEqual({
      kind: 'open',
      credentials: device.credentials,
    });
  });
});
