import { describe, expect, it } from 'vitest';
import { recordedClient } from '#tests/simulator/snmp/recorded-client.ts';
import { loadAllProfiles } from '../built-in-profiles.ts';
import { SnmpError } from '../client.ts';
import { identify } from './identify.ts';
import { planReading } from './plan.ts';
import { readDevice } from './read-device.ts';
import { ReadingCache } from './reading-cache.ts';

const profiles = loadAllProfiles(null);
const never = new AbortController().signal;
const ifName = '1.3.6.1.2.1.31.1.1.1.1';
const inOctets = '1.3.6.1.2.1.31.1.1.1.6';

const device = (uptime: number, names: Readonly<Record<number, string>>): string =>
  [
    '1.3.6.1.2.1.1.2.0|oid|1.3.6.1.4.1.40310',
    `1.3.6.1.2.1.1.3.0|timeticks|${uptime}`,
    ...Object.entries(names).flatMap(([index, name]) => [
      `${ifName}.${index}|octets|${name}`,
      `${inOctets}.${index}|counter64|${index}00`,
    ]),
  ].join('\n');

async function start(recording: string) {
  const client = recordedClient(recording);
  const plan = planReading(await identify(client, profiles, never));
  const cache = new ReadingCache();
  const read = () => readDevice(client, plan, cache, never);
  return { client, read };
}

const octetsByName = ({ interfaces }: Awaited<ReturnType<typeof readDevice>>) =>
  Object.fromEntries(
    interfaces.map(({ name, counters }) => [name, Number(counters.receiveBytes?.value)]),
  );

describe('readDevice', () => {
  it('asks for names, and for what a device does not have, only now and then', async () => {
    const { client, read } = await start(device(100, { 1: 'swp1', 2: 'swp2' }));
    client.takeAsked();
    await read();
    const first = client.takeAsked();
    const second = await read();
    const asked = client.takeAsked();
    expect(first).toContain(ifName);
    expect(asked).not.toContain(ifName);
    expect(asked).toContain(inOctets);
    expect(asked.length).toBeLessThan(first.length / 4);
    expect(octetsByName(second)).toEqual({ swp1: 100, swp2: 200 });
    for (let poll = 2; poll < 20; poll += 1) await read();
    client.takeAsked();
    await read();
    expect(client.takeAsked()).toContain(ifName);
  });

  it('reads names anew when interfaces were renumbered by a restart', async () => {
    const { client, read } = await start(device(100, { 1: 'swp1', 2: 'swp2' }));
    await read();
    client.replace(device(5, { 1: 'swp2', 2: 'swp1' }));
    expect(octetsByName(await read())).toEqual({ swp2: 100, swp1: 200 });
  });

  it('reads names anew when rows came or went without a restart', async () => {
    const { client, read } = await start(device(100, { 1: 'swp1', 2: 'swp2' }));
    await read();
    client.replace(device(200, { 1: 'swp1', 7: 'swp2' }));
    expect(octetsByName(await read())).toEqual({ swp1: 100, swp2: 700 });
  });

  it('tells what could not be read beside the rest', async () => {
    const { client, read } = await start(device(100, { 1: 'swp1' }));
    client.break('1.3.6.1.2.1.99.1.1.1.4', new SnmpError('endless', 'poll x: goes in circles'));
    client.break(inOctets, new SnmpError('malformed', 'poll x: no answer that can be read'));
    const { problems, identity } = await read();
    expect(identity.profile).toBe('cumulus');
    expect(problems).toEqual(['read interfaces: poll x: no answer that can be read']);
  });

  it('rejects where the device gives no answer at all', async () => {
    const { client, read } = await start(device(100, { 1: 'swp1' }));
    client.break('1.3.6.1.2.1.1.3.0', new SnmpError('timeout', 'poll x: no answer in 5 s'));
    await expect(read()).rejects.toThrow('poll x: no answer in 5 s');
  });

  it('gives up a device that falls silent in the middle', async () => {
    const { client, read } = await start(
      `${device(100, { 1: 'swp1' })}\n1.3.6.1.2.1.25.2.3.1.3.1|octets|/\n1.3.6.1.2.1.33.1.4.4.1.2.1|integer|230`,
    );
    const silence = new SnmpError('timeout', 'poll x: no answer in 5 s');
    for (const column of ['1.3.6.1.2.1.25.3.3.1.2', '1.3.6.1.2.1.25.2.3.1.6', inOctets]) {
      client.break(column, silence);
    }
    const { problems } = await read();
    expect(problems).toEqual([
      'read processors of host-resources: poll x: no answer in 5 s',
      'read storage of host-resources: poll x: no answer in 5 s',
      'read the rest: given up after two timeouts',
    ]);
  });
});
