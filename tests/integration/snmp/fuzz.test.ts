import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SnmpClient, SnmpError } from '#collectors/snmp/client.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import { element, integer, oidBytes, readElements, tags } from '#tests/simulator/snmp/ber.ts';
import { startDistortingProxy } from '#tests/simulator/snmp/distorting-proxy.ts';
import { mutate, seededRandom } from '#tests/simulator/snmp/mutate.ts';
import { reportTag, startVersion3Peer, version3Message } from '#tests/simulator/snmp/version3.ts';
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

describe('SNMP client and devices that do not keep to RFC 3414', () => {
  const credentials: SnmpCredentials = {
    version: '3',
    user: 'signer',
    auth: { protocol: 'sha256', passphrase: 'a passphrase of ours' },
  };
  const report = element(
    reportTag,
    integer(1),
    integer(0),
    integer(0),
    element(
      tags.sequence,
      element(
        tags.sequence,
        element(tags.oid, oidBytes('1.3.6.1.6.3.15.1.1.4.0')),
        integer(1, tags.counter32),
      ),
    ),
  );
  const plain = { flags: 0, user: '', signature: Buffer.alloc(0) };

  it('does not ask for ever where every request is answered with a Report', async () => {
    const peer = await startVersion3Peer((id) => version3Message({ ...plain, id, pdu: report }));
    const client = openSnmpClient(
      { address: '127.0.0.1', port: peer.port, credentials },
      { timeoutMs: 5000 },
    );
    await expect(client.get([sysDescr], never())).rejects.toMatchObject({ problem: 'malformed' });
    // Three attempts of four packets.
    expect(peer.packets).toBe(12);
    client.close();
    await peer.close();
  });

  it('does not take an answer without a signature from whoever knows no key', async () => {
    let packets = 0;
    const peer = await startVersion3Peer((id) => {
      packets += 1;
      return version3Message({ ...plain, id, pdu: packets === 1 ? report : response });
    });
    const client = openSnmpClient(
      { address: '127.0.0.1', port: peer.port, credentials },
      { timeoutMs: 50 },
    );
    await expect(client.get([sysDescr], never())).rejects.toMatchObject({
      problem: 'malformed',
      message: `poll 127.0.0.1:${peer.port}: nothing but unreadable answers in 0.15 s`,
    });
    client.close();
    await peer.close();
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

const response = element(tags.response, integer(1), integer(0), integer(0), element(tags.sequence));

/** net-snmp looks for the key of its signature in the session's user. */
const signedAnswer = (id: Buffer): Buffer =>
  version3Message({ id, flags: 1, user: 'user', signature: Buffer.alloc(12), pdu: response });
