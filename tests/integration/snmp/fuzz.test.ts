import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SnmpClient, SnmpError } from '#collectors/snmp/client.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import { element, integer, readElements, tags } from '#tests/simulator/snmp/ber.ts';
import { startDistortingProxy } from '#tests/simulator/snmp/distorting-proxy.ts';
import { mutate, seededRandom } from '#tests/simulator/snmp/mutate.ts';
import { type Snmpd, snmpdPassphrases, startSnmpd } from '#tests/simulator/snmpd.ts';
import { playDevice } from './played-device.ts';

const sysDescr = '1.3.6.1.2.1.1.1.0';
const ifTable = '1.3.6.1.2.1.2.2.1';
const columns = [`${ifTable}.2`, `${ifTable}.5`, '1.3.6.1.2.1.31.1.1.1.6'];
const never = (): AbortSignal => new AbortController().signal;

interface Peer {
  distort: ((packet: Buffer) => readonly Buffer[]) | null;
}

const questions: readonly ((client: SnmpClient) => Promise<unknown>)[] = [
  (client) => client.get([sysDescr, '1.3.6.1.2.1.1.3.0', '1.3.6.1.2.1.1.5.0'], never()),
  (client) => client.columns(columns, never()),
  (client) => client.walk('1.3.6.1.2.1.1', never()),
];

/**
 * Sends the client `packets` mutated answers, a few before every true one. A mutated answer may be
 * taken for a true one, or end the question with an SnmpError; a question without mutations is
 * always answered.
 */
async function fuzz(client: SnmpClient, peer: Peer, packets: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  let sent = 0;
  const distort = (packet: Buffer): Buffer[] => {
    sent += 8;
    return [...Array.from({ length: 8 }, () => mutate(packet, random)), packet];
  };
  for (let round = 0; sent < packets; round += 1) {
    peer.distort = distort;
    const question = questions[round % questions.length];
    await question?.(client).catch((error: unknown) => {
      if (!(error instanceof SnmpError)) throw error;
    });
    peer.distort = null;
    if (round % 20 !== 0) continue;
    const found = await client.get([sysDescr], never());
    expect(found.get(sysDescr)?.type, `round ${round} of seed ${seed}`).toBe('octets');
  }
}

describe('SNMP client and mutated answers', () => {
  it('names an error status that is in no standard', async () => {
    await using played = await playDevice();
    played.device.knobs.distort = (packet) => {
      const id = readRequestId(packet);
      packet[packet.indexOf(id) + id.length + 2] = 77;
      return [packet];
    };
    await expect(played.client.get([sysDescr], never())).rejects.toMatchObject({
      problem: 'refused',
    });
  });

  it.each([
    { version: '2c', packets: 60_000, seed: 20_261_125 },
    { version: '1', packets: 30_000, seed: 1_157 },
  ] as const)('outlives $packets of version $version, seed $seed', async (fuzzed) => {
    const { version, packets, seed } = fuzzed;
    await using played = await playDevice({ version, timeoutMs: 100, maxRows: 2000 });
    await fuzz(played.client, played.device.knobs, packets, seed);
  });

  // Each of these is an exception in net-snmp's handler of the socket's messages.
  it.each([
    ['an answer of version 3', (packet: Buffer) => signedAnswer(readRequestId(packet))],
    ['a Report', (packet: Buffer) => asReport(packet)],
  ])('outlives %s to a question of version 2c', async (_name, distort) => {
    await using played = await playDevice({ timeoutMs: 50 });
    played.device.knobs.distort = (packet) => [distort(packet)];
    await expect(played.client.get([sysDescr], never())).rejects.toMatchObject({
      problem: 'malformed',
    });
    played.device.knobs.distort = null;
    expect((await played.client.get([sysDescr], never())).size).toBe(1);
  });
});

describe('SNMP client and mutated answers of net-snmp’s agent', () => {
  const auth = { protocol: 'sha256', passphrase: snmpdPassphrases.auth } as const;
  const privacy = { protocol: 'aes', passphrase: snmpdPassphrases.privacy } as const;
  let snmpd: Snmpd;
  beforeAll(async () => {
    snmpd = await startSnmpd();
  });
  afterAll(() => snmpd.stop());

  it.each([
    { seed: 31, credentials: { version: '3', user: 'guest' } },
    { seed: 32, credentials: { version: '3', user: 'signer', auth } },
    { seed: 33, credentials: { version: '3', user: 'keeper', auth, privacy } },
  ] satisfies { seed: number; credentials: SnmpCredentials }[])(
    'outlives 5000 for user $credentials.user, seed $seed',
    async ({ seed, credentials }) => {
      const proxy = await startDistortingProxy(snmpd.port);
      const client = openSnmpClient(
        { address: '127.0.0.1', port: proxy.port, credentials },
        { timeoutMs: 100, maxRows: 2000 },
      );
      try {
        await fuzz(client, proxy, 5000, seed);
      } finally {
        client.close();
        await proxy.close();
      }
    },
  );
});

function readRequestId(packet: Buffer): Buffer {
  const pdu = readElements(readElements(packet)[0]?.content ?? packet)[2];
  return readElements(pdu?.content ?? packet)[0]?.content ?? packet;
}

/** The tag of the PDU follows the community, `played`. */
function asReport(packet: Buffer): Buffer {
  packet[packet.indexOf('played') + 'played'.length] = 0xa8;
  return packet;
}

/** Of version 3 with a signature, which net-snmp looks for in the session's user. */
function signedAnswer(id: Buffer): Buffer {
  const header = element(
    tags.sequence,
    element(tags.integer, id),
    integer(65_507),
    element(tags.octets, Buffer.of(1)),
    integer(3),
  );
  const security = element(
    tags.sequence,
    element(tags.octets, Buffer.from('engine')),
    integer(1),
    integer(1),
    element(tags.octets, Buffer.from('user')),
    element(tags.octets, Buffer.alloc(12)),
    element(tags.octets),
  );
  const pdu = element(tags.response, integer(1), integer(0), integer(0), element(tags.sequence));
  const scoped = element(tags.sequence, element(tags.octets), element(tags.octets), pdu);
  return element(tags.sequence, integer(3), header, element(tags.octets, security), scoped);
}
