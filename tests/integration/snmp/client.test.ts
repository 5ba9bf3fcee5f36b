import { readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SnmpValue } from '#collectors/snmp/client.ts';
import { oidBytes } from '#tests/simulator/snmp/ber.ts';
import { parseRecording } from '#tests/simulator/snmp/recording.ts';
import { playDevice } from './played-device.ts';

const sysDescr = '1.3.6.1.2.1.1.1.0';
const sysUpTime = '1.3.6.1.2.1.1.3.0';
const ifDescr = '1.3.6.1.2.1.2.2.1.2';
const ifInOctets = '1.3.6.1.2.1.2.2.1.10';
const ifHcInOctets = '1.3.6.1.2.1.31.1.1.1.6';

const never = (): AbortSignal => new AbortController().signal;
const text = (value: SnmpValue | undefined): string =>
  value?.type === 'octets'
    ? new TextDecoder().decode(value.value)
    : `not text: ${value?.type ?? ''}`;

/** A column of `length` numbers, as a device with many sensors has it. */
const column = (length: number, root = '1.3.6.1.4.1.32473.2.1.1') =>
  parseRecording(Array.from({ length }, (_, i) => `${root}.${i + 1}|gauge|${i}`).join('\n'));

describe.each(['1', '2c'] as const)('SNMP client, version %s', (version) => {
  it('reads scalars of every type and leaves out what the device does not have', async () => {
    await using played = await playDevice({ version });
    const opaque = '1.3.6.1.4.1.32473.7.1.0';
    const negative = '1.3.6.1.2.1.99.1.1.1.4.1001';
    const address = '1.3.6.1.2.1.4.20.1.1.10.1.2.3';
    const objectId = '1.3.6.1.2.1.1.2.0';
    const found = await played.client.get(
      [sysDescr, '1.3.6.1.2.1.1.99.0', objectId, negative, `${ifDescr}.9`, address, opaque],
      never(),
    );
    expect(found.size).toBe(5);
    expect(text(found.get(sysDescr))).toBe('Isotherm rack switch, 4 ports');
    expect(found.get(objectId)).toEqual({ type: 'oid', value: '1.3.6.1.4.1.32473.1.4' });
    expect(found.get(negative)).toEqual({ type: 'integer', value: -5 });
    expect(found.get(address)).toEqual({ type: 'address', value: '10.1.2.3' });
    expect(found.get(opaque)).toEqual({
      type: 'opaque',
      value: Uint8Array.from([0x9f, 0x78, 0x04, 0x41, 0xbc, 0, 0]),
    });
  });

  it('reads columns of different lengths side by side', async () => {
    await using played = await playDevice({ version });
    const missing = '1.3.6.1.2.1.200.1';
    const columns = await played.client.columns([ifDescr, missing, ifInOctets], never());
    expect([...(columns.get(ifDescr)?.keys() ?? [])]).toEqual(['1', '2', '3', '4']);
    expect(columns.get(ifInOctets)?.get('1')).toEqual({ type: 'counter32', value: 4294960000 });
    expect(columns.get(missing)?.size).toBe(0);
  });

  it('walks to the end of the device', async () => {
    await using played = await playDevice({ version });
    const all = await played.client.walk('1.3.6.1', never());
    // Version 1 does not know Counter64.
    expect(all.length).toBe(version === '1' ? 53 : 61);
    expect(all.at(-1)?.oid).toBe('1.3.6.1.4.1.32473.7.1.0');
  });
});

describe('SNMP client', () => {
  it('reads 64-bit counters without losing a bit', async () => {
    await using played = await playDevice();
    const columns = await played.client.columns([ifHcInOctets], never());
    expect(columns.get(ifHcInOctets)?.get('4')).toEqual({
      type: 'counter64',
      value: 18446744073709551615n,
    });
  });

  it('sees counters advance and a restart', async () => {
    await using played = await playDevice();
    played.advance(10);
    const before = await played.client.get([sysUpTime, `${ifHcInOctets}.1`], never());
    expect(before.get(sysUpTime)).toEqual({ type: 'timeticks', value: 8641000 });
    expect(before.get(`${ifHcInOctets}.1`)).toMatchObject({ value: 10001250000000n });
    played.device.restart();
    played.advance(1);
    const after = await played.client.get([sysUpTime, `${ifHcInOctets}.1`], never());
    expect(after.get(sysUpTime)).toEqual({ type: 'timeticks', value: 100 });
    expect(after.get(`${ifHcInOctets}.1`)).toMatchObject({ value: 125000000n });
  });

  it('asks for more at a time while answers are full', async () => {
    await using played = await playDevice({ objects: column(2000) });
    played.device.knobs.sizeLimit = { bytes: 60_000, bulk: 'cut' };
    expect(await played.client.walk('1.3.6.1.4', never())).toHaveLength(2000);
    // 16, 32, 64, then 128 at a time; one by one it would be 2,001.
    expect(played.device.requests).toBe(18);
  });

  it('does not ask a second time for what stands behind a table', async () => {
    const table = '1.3.6.1.2.1.2.2.1';
    await using played = await playDevice();
    const read = () =>
      played.client.columns(
        [2, 7, 8, 10, 16].map((column) => `${table}.${column}`),
        never(),
      );
    const first = await read();
    let values = 0;
    played.device.knobs.distort = (packet) => {
      values +=
        packet.toString('latin1').split(oidBytes('1.3.6.1.2.1').toString('latin1')).length - 1;
      return [packet];
    };
    expect(await read()).toEqual(first);
    // Five columns of four rows, and one row more that shows the end.
    expect(values).toBe(25);
    played.device.set({ oid: `${table}.2.5`, type: 'octets', value: 'Ethernet5' });
    played.device.set({ oid: `${table}.2.6`, type: 'octets', value: 'Ethernet6' });
    expect((await read()).get(`${table}.2`)?.size).toBe(6);
  });

  it('is content with what a device cuts short', async () => {
    await using played = await playDevice({ objects: column(500) });
    played.device.knobs.sizeLimit = { bytes: 300, bulk: 'cut' };
    expect(await played.client.walk('1.3.6.1.4', never())).toHaveLength(500);
    expect(played.client.counts().timeouts).toBe(0);
  });

  it('asks for less when the answer would be too big', async () => {
    await using played = await playDevice({ objects: column(200) });
    played.device.knobs.sizeLimit = { bytes: 300, bulk: 'tooBig' };
    expect(await played.client.walk('1.3.6.1.4', never())).toHaveLength(200);
  });

  it('asks for less when a large request stays without answer', async () => {
    await using played = await playDevice({ objects: column(200), timeoutMs: 150, retries: 4 });
    played.device.knobs.sizeLimit = { bytes: 300, bulk: 'silence' };
    expect(await played.client.walk('1.3.6.1.4', never())).toHaveLength(200);
    expect(played.client.counts().timeouts).toBeLessThan(10);
  });

  it('does not take a line that loses packets for a device that cannot send many', async () => {
    await using played = await playDevice({ objects: column(5000), timeoutMs: 60, retries: 5 });
    played.device.knobs.sizeLimit = { bytes: 60_000, bulk: 'cut' };
    played.device.knobs.loss = 0.1;
    expect(await played.client.walk('1.3.6.1.4', never())).toHaveLength(5000);
    // 42 requests without losses.
    expect(played.device.requests).toBeLessThan(100);
  });

  it('repeats what is lost', async () => {
    await using played = await playDevice({ timeoutMs: 250 });
    played.device.knobs.dropNext = 2;
    expect((await played.client.get([sysDescr], never())).size).toBe(1);
    expect(played.client.counts()).toEqual({ requests: 3, timeouts: 2 });
  });

  it('takes a late answer to an earlier attempt', async () => {
    await using played = await playDevice({ timeoutMs: 400, retries: 2 });
    played.device.knobs.delayMs = 600;
    expect((await played.client.get([sysDescr], never())).size).toBe(1);
    expect(played.client.counts()).toEqual({ requests: 2, timeouts: 1 });
  });

  it('says in one sentence that there is no answer, and answers again later', async () => {
    await using played = await playDevice({ timeoutMs: 50, retries: 1 });
    played.device.knobs.isSilent = true;
    await expect(played.client.get([sysDescr], never())).rejects.toMatchObject({
      problem: 'timeout',
      message: `poll 127.0.0.1:${played.port}: no answer in 0.1 s`,
    });
    played.device.knobs.isSilent = false;
    expect((await played.client.get([sysDescr], never())).size).toBe(1);
  });

  it('stops as soon as it is told to, and the next question is answered', async () => {
    await using played = await playDevice({ timeoutMs: 60_000 });
    played.device.knobs.isSilent = true;
    const stop = new AbortController();
    const asked = played.client.walk(ifDescr, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ problem: 'aborted' });
    played.device.knobs.isSilent = false;
    expect(await played.client.walk(ifDescr, never())).toHaveLength(4);
  });

  it('refuses a device that goes round in circles', async () => {
    const root = '1.3.6.1.4.1.32473.2.1.1';
    await using played = await playDevice({ objects: column(40, root) });
    let packets = 0;
    played.device.knobs.distort = (packet) => {
      packets += 1;
      return [packets === 1 ? packet : renumber(packet, oidBytes(root))];
    };
    await expect(played.client.walk('1.3.6.1.4', never())).rejects.toMatchObject({
      problem: 'endless',
    });
  });

  it('refuses a device without an end', async () => {
    await using played = await playDevice({ objects: column(500), maxRows: 300 });
    await expect(played.client.walk('1.3.6.1.4', never())).rejects.toMatchObject({
      problem: 'endless',
      message: `poll 127.0.0.1:${played.port}: more than 300 objects below 1.3.6.1.4`,
    });
  });

  it('asks one thing at a time', async () => {
    await using played = await playDevice();
    const asked = Array.from({ length: 8 }, () => played.client.get([sysDescr], never()));
    expect((await Promise.all(asked)).map((found) => found.size)).toEqual(Array(8).fill(1));
  });

  it('frees its socket', async () => {
    await using played = await playDevice();
    await played.client.get([sysDescr], never());
    const open = openSockets();
    played.client.close();
    played.client.close();
    await expect.poll(openSockets).toBe(open - 1);
    await expect(played.client.get([sysDescr], never())).rejects.toMatchObject({
      problem: 'aborted',
    });
  });
});

/** Gives every object of a column in an answer the index 1. */
function renumber(packet: Buffer, root: Buffer): Buffer {
  for (let at = packet.indexOf(root); at >= 0; at = packet.indexOf(root, at + root.length)) {
    packet[at + root.length] = 1;
  }
  return packet;
}

const openSockets = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => isSocket(`/proc/self/fd/${fd}`)).length;

/** The descriptor of the listing itself is gone by the time it is looked at. */
function isSocket(file: string): boolean {
  try {
    return readlinkSync(file).startsWith('socket:');
  } catch {
    return false;
  }
}
