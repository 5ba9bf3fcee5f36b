import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '#tests/simulator/process.ts';
import { parseRecording } from '#tests/simulator/snmp/recording.ts';
import { startResponder, type Responder } from '#tests/simulator/snmp/responder.ts';
import { simulateDevice } from '#tests/simulator/snmp/simulated-device.ts';

const command = path.join(repositoryRoot, 'bin/isotherm');
const recording = (file: string) =>
  parseRecording(readFileSync(path.join(repositoryRoot, 'collectors/snmp/testdata', file), 'utf8'));

let responder: Responder;

beforeAll(async () => {
  responder = await startResponder(
    new Map([
      ['pdu', simulateDevice(recording('sentry4/1.rec'))],
      [
        'cooling',
        simulateDevice(
          parseRecording('1.3.6.1.2.1.2.2.1.2.1|octets|eth0\n1.3.6.1.2.1.2.2.1.10.1|counter32|7'),
        ),
      ],
    ]),
  );
});
afterAll(() => responder.close());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function snmp(verb: string, ...args: readonly string[]): Promise<Ran> {
  const target = ['--host', '127.0.0.1', '--port', String(responder.port)];
  return run('snmp', verb, ...target, ...args);
}

function run(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(command, args, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

describe('isotherm snmp', () => {
  it('prints a device as one JSON object, in the units people read on it', async () => {
    const { code, out, err } = await snmp('read', '--community', 'pdu', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const read: unknown = JSON.parse(out);
    expect(read).toMatchObject({
      device: { profile: 'sentry4', vendor: 'Server Technology', model: 'model sentry4' },
      interfaces: [],
      problems: [],
    });
    expect(out).toMatch(/"class": "energy",\s+"group": "inlet",\s+"value": 990000,\s+"unit": "Wh"/);
  });

  it('prints a table for people, and reads a device of no profile', async () => {
    const { code, out } = await snmp('read', '--community', 'cooling');
    expect(code).toBe(0);
    expect(out).toMatch(/^eth0 .* in 7 B/m);
  });

  it('prints a walk, one object a line', async () => {
    const { out } = await snmp('walk', '--community', 'cooling', '1.3.6.1.2.1.2');
    expect(out).toBe(
      '1.3.6.1.2.1.2.2.1.2.1 = STRING: eth0\n1.3.6.1.2.1.2.2.1.10.1 = Counter32: 7\n',
    );
  });

  it('says in one sentence that a device does not answer', async () => {
    const { code, err } = await snmp('read', '--community', 'wrong');
    expect(code).toBe(1);
    expect(err).toBe(`isotherm: poll 127.0.0.1:${responder.port}: no answer in 6 s\n`);
  });

  it.each([
    [['read', '--profile', 'toaster'], 'there is no profile "toaster"'],
    [
      [
        'read',
        '--v3-user',
        'x',
        '--v3-privacy-protocol',
        'des',
        '--v3-auth-passphrase',
        'long enough',
        '--v3-privacy-passphrase',
        'long enough',
      ],
      'DES cannot be used',
    ],
    [
      ['walk', '--v3-user', 'x', '--v3-auth-passphrase', 'short'],
      'must have at least 8 characters',
    ],
    [['read', '--community-file', '/nowhere'], 'read secret of /nowhere'],
  ] as const)('refuses arguments %j', async ([verb, ...args], fact) => {
    const { code, err } = await snmp(verb, ...args);
    expect(code).toBe(2);
    expect(err).toContain(fact);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('takes a missing address for a wrong argument', async () => {
    expect((await run('snmp', 'read')).code).toBe(2);
  });

  it('lists profiles', async () => {
    const { out } = await run('snmp', 'profiles');
    expect(out).toMatch(/^sentry4 +pdu +Server Technology/m);
  });
});
