import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { receiveTraps } from '#collectors/snmp/trap/receive-traps.ts';
import type { Trap } from '#collectors/snmp/trap/trap.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import { mutate, seededRandom } from '#tests/simulator/snmp/mutate.ts';
import { trapPackets } from '#tests/simulator/snmp/trap-packets.ts';

const seed = 4_162;
const packets = 50_000;
const credentials: readonly SnmpCredentials[] = [
  { version: '2c', community: 'fuzzed' },
  { version: '2c', community: 'true' },
  { version: '3', user: 'fuzzed' },
];

async function openReceiver() {
  const traps: Trap[] = [];
  let heard: (trap: Trap) => void = () => undefined;
  const receiver = await receiveTraps({
    listen: { host: '127.0.0.1', port: 0 },
    monotonicMs: () => performance.now(),
    allows: () => true,
    credentials: () => credentials,
    onTrap: (trap) => {
      traps.push(trap);
      heard(trap);
    },
    onRefusal: () => undefined,
  });
  const socket = createSocket('udp4');
  // Informs are answered.
  socket.on('message', () => undefined);
  return {
    traps,
    send: (packet: Buffer) => socket.send(packet, receiver.port, '127.0.0.1'),
    /** Resolves with the next trap of that community. */
    next: (secret: string) =>
      new Promise<Trap>((resolve) => {
        heard = (trap) => {
          if (trap.secret === secret) resolve(trap);
        };
      }),
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close');
      socket.close();
      await Promise.all([closed, receiver.close()]);
    },
  };
}

it.each(['v1', 'v2c', 'inform', 'v3'] as const)('reads linkDown as %s', async (version) => {
  await using receiver = await openReceiver();
  const arrived = receiver.next('fuzzed');
  receiver.send(trapPackets('fuzzed')[version]);
  expect(await arrived).toMatchObject({ oid: '1.3.6.1.6.3.1.1.5.3' });
});

it(`outlives ${packets} mutated traps, seed ${seed}`, async () => {
  await using receiver = await openReceiver();
  const random = seededRandom(seed);
  const seeds = Object.values(trapPackets('fuzzed'));
  const good = trapPackets('true').v2c;
  for (let sent = 0; sent < packets; sent += 32) {
    const arrived = receiver.next('true');
    for (let i = 0; i < 32; i += 1) {
      const packet = seeds[i % seeds.length];
      if (packet !== undefined) receiver.send(mutate(packet, random));
    }
    receiver.send(good);
    // After every handful of mutated ones, the true one is read.
    await arrived;
  }
  expect(receiver.traps.filter(({ secret }) => secret === 'true').length).toBe(
    Math.ceil(packets / 32),
  );
});
