import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RoundSink } from '#collectors/agent/round-sink.ts';
import { EventWriter } from '#collectors/snmp/event.ts';
import { receiveTraps } from '#collectors/snmp/trap/receive-traps.ts';
import type { Trap } from '#collectors/snmp/trap/trap.ts';
import { TrapDesk } from '#collectors/snmp/trap/trap-desk.ts';
import { trapEvent } from '#collectors/snmp/trap/trap-event.ts';
import type { Point } from '#lib/model/sample.ts';
import { snmpTargetSchema } from '#lib/model/snmp-target.ts';
import { sendWith } from '#tests/simulator/snmp-programs.ts';
import { mutate, seededRandom } from '#tests/simulator/snmp/mutate.ts';
import { trapPackets } from '#tests/simulator/snmp/trap-packets.ts';

const ups = snmpTargetSchema.parse({
  name: 'hall-1-ups',
  address: '127.0.0.1',
  credentials: { version: '2c', community: 'polling' },
});

const secured = ['-v3', '-u', 'guard', '-l', 'authPriv', '-a', 'SHA-256', '-A', 'signing-secret'];
const user = [...secured, '-x', 'AES', '-X', 'hiding-secret'];
const engine = ['-e', '0x80000000010203040506'];

let desk: TrapDesk;

async function open(perSecond = 1000, targets = [ups]): Promise<void> {
  const monotonicMs = () => performance.now();
  desk = new TrapDesk({
    listen: { host: '127.0.0.1', port: 0 },
    perSecond,
    monotonicMs,
    events: new EventWriter(),
    credentials: [
      { version: '2c', community: 'traps' },
      {
        version: '3',
        user: 'guard',
        auth: { protocol: 'sha256', passphrase: 'signing-secret' },
        privacy: { protocol: 'aes', passphrase: 'hiding-secret' },
      },
    ],
  });
  const sink = new RoundSink(Date.now());
  await desk.open(targets, sink);
  expect(sink.close().faults).toEqual([]);
}

/** Events until there are as many as wanted. */
async function events(count: number): Promise<Point[]> {
  const found: Point[] = [];
  while (found.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const sink = new RoundSink(Date.now());
    desk.drain(sink);
    found.push(...sink.close().points);
  }
  return found;
}

/** Tags and fields as plain values. */
function plain({ tags, fields }: Point): Record<string, unknown> {
  const values = Object.entries(fields).map(([name, { value }]) => [name, value] as const);
  return { ...tags, ...Object.fromEntries(values) };
}

describe('traps of net-snmp’s programs', () => {
  beforeEach(() => open());
  afterEach(() => desk.close());

  it('takes a version 1 trap of a maker, under the name of the device', async () => {
    const said = ['1.3.6.1.4.1.318.2.3.3.0', 's', 'UPS: On battery power, low line voltage.'];
    const trap = ['1.3.6.1.4.1.318', '127.0.0.1', '6', '5', '100', ...said];
    await sendWith('snmptrap', portOf(desk), ['-v1', '-c', 'traps'], trap);
    const [event] = await events(1);
    expect(event && plain(event)).toMatchObject({
      device: 'hall-1-ups',
      kind: 'ups_on_battery',
      severity: 'critical',
      message: 'UPS: On battery power, low line voltage.',
      trap: '1.3.6.1.4.1.318.0.5',
      source: 'trap',
    });
    expect(Date.now() - Number(event?.timeNs ?? 0n) / 1e6).toBeLessThan(1000);
  });

  it.each([
    ['2c trap', 'snmptrap', ['-v2c', '-c', 'traps'], 'trap'],
    ['2c inform', 'snmpinform', ['-v2c', '-c', 'polling'], 'inform'],
    ['3 trap', 'snmptrap', [...user, ...engine], 'trap'],
    ['3 inform', 'snmpinform', user, 'inform'],
  ] as const)('takes a version %s', async (_, program, credentials, source) => {
    const name = ['1.3.6.1.2.1.31.1.1.1.1.4', 's', 'Ethernet4'];
    const content = ['100', '1.3.6.1.6.3.1.1.5.3', '1.3.6.1.2.1.2.2.1.1.4', 'i', '4', ...name];
    await sendWith(program, portOf(desk), credentials, content);
    const [event] = await events(1);
    const wanted = { device: 'hall-1-ups', kind: 'link_down', subject: 'Ethernet4', source };
    expect(event && plain(event)).toMatchObject(wanted);
  });

  it('tells the end of what a maker tells with one trap', async () => {
    const state = (condition: string) => ['1.3.6.1.4.1.1718.4.1.99.2.0', 'i', condition];
    const trap = ['100', '1.3.6.1.4.1.1718.4.100.0.20'];
    for (const condition of ['1', '0']) {
      const content = [...trap, ...state(condition)];
      await sendWith('snmptrap', portOf(desk), ['-v2c', '-c', 'traps'], content);
    }
    const told = (await events(2)).map(plain);
    expect(told.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['temperature', 'critical'],
      ['temperature', 'info'],
    ]);
  });

  it('keeps an unknown trap readable', async () => {
    const values = ['1.3.6.1.4.1.32473.1.0', 'i', '7', '1.3.6.1.4.1.32473.2.0', 'x', '00FF10'];
    const content = ['100', '1.3.6.1.4.1.32473.0.99', ...values];
    await sendWith('snmptrap', portOf(desk), ['-v2c', '-c', 'traps'], content);
    const [event] = await events(1);
    expect(event && plain(event)).toMatchObject({
      kind: 'trap',
      trap: '1.3.6.1.4.1.32473.0.99',
      message: '1.3.6.1.4.1.32473.1.0 = 7, 1.3.6.1.4.1.32473.2.0 = 00:ff:10',
    });
  });

  it('refuses a wrong community, user, key and level', async () => {
    const link = ['100', '1.3.6.1.6.3.1.1.5.3'];
    const wrongKey = [
      ...secured.slice(0, -1),
      'another-secret',
      '-x',
      'AES',
      '-X',
      'hiding-secret',
    ];
    const unsigned = ['-v3', '-u', 'guard', '-l', 'noAuthNoPriv'];
    const stranger = ['-v3', '-u', 'nobody', '-l', 'noAuthNoPriv'];
    for (const wrong of [['-v2c', '-c', 'public'], ...[wrongKey, unsigned, stranger]]) {
      const with3 = wrong[0] === '-v3' ? [...wrong, ...engine] : wrong;
      await sendWith('snmptrap', portOf(desk), with3, link);
    }
    await expect(sendWith('snmpinform', portOf(desk), wrongKey, link)).rejects.toThrow();
    await sendWith('snmptrap', portOf(desk), ['-v2c', '-c', 'traps'], ['1', '1.3.6.1.6.3.1.1.5.4']);
    expect((await events(1)).map(plain)).toMatchObject([{ kind: 'link_up' }]);
  });
});

describe('traps of strangers and in masses', () => {
  afterEach(() => desk.close());

  it('keeps an unknown sender by its address and says so', async () => {
    await open(1000, []);
    await sendWith('snmptrap', portOf(desk), ['-v2c', '-c', 'traps'], ['1', '1.3.6.1.6.3.1.1.5.1']);
    const [event] = await events(1);
    expect(event && plain(event)).toMatchObject({
      device: '127.0.0.1',
      kind: 'cold_start',
      message: expect.stringContaining('from 127.0.0.1, which is no known device') as unknown,
    });
  });

  it('takes no more of one sender than it may cost', async () => {
    await open(5);
    const { v2c } = trapPackets('traps');
    await send(Array.from({ length: 200 }, () => v2c));
    const found = await events(10);
    expect(found.length).toBeLessThan(30);
    expect(new Set(found.map(({ timeNs }) => timeNs)).size).toBe(found.length);
  });
});

describe('the receiver', () => {
  it('outlives 100,000 mutated traps and takes the next true one', async () => {
    const traps: Trap[] = [];
    let arrived = 0;
    const receiver = await receiveTraps({
      listen: { host: '127.0.0.1', port: 0 },
      monotonicMs: () => performance.now(),
      allows: () => (arrived += 1) > 0,
      credentials: () => [
        { version: '2c', community: 'traps' },
        { version: '3', user: 'traps' },
      ],
      onTrap: (trap) => void traps.push(trap),
      onRefusal: () => undefined,
    });
    const random = seededRandom(20_260_101);
    const whole = trapPackets('traps');
    const packets = Object.values(whole);
    for (let sent = 0; sent < 100_000; sent += 100) {
      const batch = Array.from({ length: 100 }, (_, at) =>
        mutate(Buffer.from(packets[at % packets.length] ?? whole.v2c), random),
      );
      await send(batch, receiver.port);
      // Each has been through before the next are sent: none may be lost in a full buffer.
      while (arrived < sent + 100) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(traps.length).toBeGreaterThan(10_000);
    for (const trap of traps)
      expect(trapEvent(trap, { device: 'any', isKnown: true })).toBeTruthy();
    traps.length = 0;
    await send(packets, receiver.port);
    while (arrived < 100_000 + packets.length) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(traps.map(({ oid }) => oid)).toEqual(packets.map(() => '1.3.6.1.6.3.1.1.5.3'));
    await receiver.close();
  });
});

function portOf({ port }: TrapDesk): number {
  if (port === null) throw new Error('the port for traps is not open');
  return port;
}

/** Sends packets one after the other, and lets the receiver have its turn. */
async function send(packets: readonly Buffer[], port = portOf(desk)): Promise<void> {
  const socket = createSocket('udp4');
  for (const packet of packets) {
    await new Promise((resolve) => {
      socket.send(packet, port, '127.0.0.1', resolve);
    });
  }
  await new Promise((resolve) => setImmediate(resolve));
  socket.close();
}
