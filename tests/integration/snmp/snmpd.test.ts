import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SnmpClient } from '#collectors/snmp/client.ts';
import { openSnmpClient, type SnmpClientOptions } from '#collectors/snmp/session/open-client.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import { largeTable, type Snmpd, snmpdPassphrases, startSnmpd } from '#tests/simulator/snmpd.ts';

const sysUpTime = '1.3.6.1.2.1.1.3.0';
const sysLocation = '1.3.6.1.2.1.1.6.0';
const never = (): AbortSignal => new AbortController().signal;

const auth = { protocol: 'sha256', passphrase: snmpdPassphrases.auth } as const;
const privacy = { protocol: 'aes', passphrase: snmpdPassphrases.privacy } as const;
const guest: SnmpCredentials = { version: '3', user: 'guest' };
const signer: SnmpCredentials = { version: '3', user: 'signer', auth };
const keeper: SnmpCredentials = { version: '3', user: 'keeper', auth, privacy };
const wrong = 'not the passphrase';

let snmpd: Snmpd;
const clients: SnmpClient[] = [];

beforeAll(async () => {
  snmpd = await startSnmpd();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => snmpd.stop());

function ask(credentials: SnmpCredentials, options: SnmpClientOptions = {}): SnmpClient {
  const client = openSnmpClient({ address: '127.0.0.1', port: snmpd.port, credentials }, options);
  clients.push(client);
  return client;
}

async function readLocation(client: SnmpClient): Promise<string> {
  const value = (await client.get([sysLocation], never())).get(sysLocation);
  return value?.type === 'octets' ? new TextDecoder().decode(value.value) : 'nothing';
}

async function readUpTime(client: SnmpClient): Promise<number> {
  const value = (await client.get([sysUpTime], never())).get(sysUpTime);
  if (value?.type !== 'timeticks') throw new Error('read sysUpTime: it is no time');
  return value.value;
}

describe('SNMP client and net-snmp’s agent', () => {
  it.each([
    ['version 1', { version: '1', community: 'measured' }],
    ['version 2c', { version: '2c', community: 'measured' }],
    ['a user without authentication', guest],
    ['a user with authentication', signer],
    ['a user with authentication and privacy', keeper],
  ] satisfies [string, SnmpCredentials][])('reads with %s', async (_name, credentials) => {
    expect(await readLocation(ask(credentials))).toBe('Hall 1');
  });

  it.each(['md5', 'sha', 'sha224', 'sha384', 'sha512'] as const)(
    'signs with %s',
    async (protocol) => {
      const user = `reader-${protocol}`;
      const signed = { version: '3', user, auth: { ...auth, protocol }, privacy } as const;
      expect(await readLocation(ask(signed))).toBe('Hall 1');
    },
  );

  it.each(['aes256b', 'aes256r'] as const)('encrypts with %s', async (protocol) => {
    const user = `reader-${protocol}`;
    // SHA-1 makes a key too short for AES-256: how it is made longer is what tells the two apart.
    const short = { ...auth, protocol: 'sha' } as const;
    const encrypted = {
      version: '3',
      user,
      auth: short,
      privacy: { ...privacy, protocol },
    } as const;
    expect(await readLocation(ask(encrypted))).toBe('Hall 1');
  });

  it.each([
    [
      'a wrong authentication passphrase',
      { ...signer, auth: { ...auth, passphrase: wrong } },
      'wrong-key',
      'wrong authentication passphrase or protocol for user signer',
    ],
    [
      'a wrong authentication protocol',
      { ...signer, auth: { ...auth, protocol: 'sha' } },
      'wrong-key',
      'wrong authentication passphrase or protocol for user signer',
    ],
    [
      'a wrong privacy passphrase',
      { ...keeper, privacy: { ...privacy, passphrase: wrong } },
      'wrong-key',
      'wrong privacy passphrase or protocol for user keeper',
    ],
    [
      'an unknown user',
      { ...keeper, user: 'stranger' },
      'unknown-user',
      'does not know user stranger',
    ],
    [
      'a level that the user does not have',
      { ...keeper, user: 'signer' },
      'refused',
      'does not serve user signer with authentication and privacy',
    ],
    ['a wrong community', { version: '2c', community: wrong }, 'timeout', 'no answer in 0.6 s'],
  ] as [string, SnmpCredentials, string, string][])(
    'names %s in one sentence without a secret',
    async (_name, credentials, problem, fact) => {
      const client = ask(credentials, { timeoutMs: 200 });
      const error = await readLocation(client).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        problem,
        message: `poll 127.0.0.1:${snmpd.port}: ${fact}`,
      });
      // Nothing beside the message either: a cause would carry the user with the passphrases.
      expect(Object.keys(error as object).sort()).toEqual(['name', 'problem']);
      expect((error as Error).cause).toBeUndefined();
    },
  );

  it('reads a table of 10,000 rows', async () => {
    const client = ask({ version: '2c', community: 'measured' });
    const columns = await client.columns([largeTable.root], never());
    const rows = [...(columns.get(largeTable.root) ?? [])];
    expect(rows).toHaveLength(largeTable.rows);
    expect(rows[9_999]).toEqual(['10000', { type: 'gauge', value: 10_000 }]);
    expect(client.counts().timeouts).toBe(0);
    expect(client.counts().requests).toBeLessThan(400);
  });

  it('reads on after the agent has restarted, and sees that it has', async () => {
    const [community, user] = [ask({ version: '2c', community: 'measured' }), ask(keeper)];
    // The agent's clock moves, so that an agent without its boot count is clearly in the past.
    await expect.poll(() => readUpTime(community), { timeout: 10_000 }).toBeGreaterThan(150);
    const before = await readUpTime(user);
    await snmpd.restart();
    expect(await readUpTime(community)).toBeLessThan(before);
    expect(await readUpTime(user)).toBeLessThan(before);
  });

  it('meets an agent anew that has lost its boot count', async () => {
    const client = ask(keeper);
    await snmpd.restart();
    await readUpTime(client);
    await snmpd.restart({ forget: true });
    expect(await readLocation(client)).toBe('Hall 1');
  });

  it('meets a new device at the same address', async () => {
    const client = ask(keeper);
    await readUpTime(client);
    await snmpd.restart({ forget: true, engineId: '0x80001f8804697330303032' });
    expect(await readLocation(client)).toBe('Hall 1');
  });
});
