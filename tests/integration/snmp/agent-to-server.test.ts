import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SampleValue } from '#lib/store/store.ts';
import { startAgent, type RunningAgent } from '#tests/simulator/isotherm.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { parseRecording } from '#tests/simulator/snmp/recording.ts';
import { startResponder, type Responder } from '#tests/simulator/snmp/responder.ts';
import { simulateDevice } from '#tests/simulator/snmp/simulated-device.ts';
import { rackSwitch } from './played-device.ts';

const patience = { timeout: 90_000, interval: 200 };
const { signal } = new AbortController();
const names = '1.3.6.1.2.1.31.1.1.1.1';
const received = '1.3.6.1.2.1.31.1.1.1.6';

/** A switch, a sensor and a device that is off, polled every five seconds by a real agent. */
describe('an agent that polls for a server', () => {
  const directory = temporaryDirectory('isotherm-snmp-');
  const rackSwitchDevice = simulateDevice(rackSwitch());
  let server: ServerWithoutPages;
  let responder: Responder;
  let agent: RunningAgent;

  beforeAll(async () => {
    server = await startServerWithoutPages();
    responder = await startResponder(
      new Map([
        ['rack-switch', rackSwitchDevice],
        ['sensor', simulateDevice(sensor())],
      ]),
    );
    const { port } = responder;
    const target = (name: string, community: string) => ({
      name,
      address: '127.0.0.1',
      credentials: { version: '2c', community },
    });
    const snmp = {
      defaults: { port, intervalSeconds: 5 },
      requestTimeoutMs: 300,
      targets: [
        target('row-a-switch', 'rack-switch'),
        target('row-a-sensor', 'sensor'),
        target('row-a-dead', 'nobody'),
      ],
    };
    const others = { host: false, filesystem: false, network: false, nvml: false, amdgpu: false };
    const config = path.join(directory, 'agent.json');
    writeFileSync(config, JSON.stringify({ collectors: { ...others, snmp } }));
    agent = startAgent(server.url, {}, ['--config', config]);
  });

  afterAll(async () => {
    await agent.stop();
    await responder.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Values of one field, oldest first. */
  async function stored(
    measurement: string,
    field: string,
    match: Record<string, string>,
  ): Promise<SampleValue[]> {
    const rows = await server.services.store.points(
      {
        measurement,
        fields: [field],
        match: Object.fromEntries(Object.entries(match).map(([name, value]) => [name, [value]])),
        startMs: Date.now() - 3_600_000,
        endMs: Date.now() + 60_000,
        limit: 1000,
      },
      signal,
    );
    return rows
      .toSorted((one, other) => one.timeMs - other.timeMs)
      .map(({ values: [value = null] }) => value);
  }

  it('stores what devices say, and a dead one costs the others nothing', async () => {
    await vi.waitFor(async () => {
      const polls = await stored('snmp_poll', 'up', { device: 'row-a-switch' });
      expect(polls.length).toBeGreaterThanOrEqual(3);
      expect(polls.every((up) => Number(up) === 1)).toBe(true);
      const power = await stored('facility', 'value', { device: 'row-a-sensor', kind: 'power' });
      expect(power).toContain(4450);
      const errors = await stored('snmp_poll', 'error', { device: 'row-a-dead' });
      expect(errors).toContainEqual(expect.stringContaining('no answer'));
    }, patience);
    const late = await stored('snmp_poll', 'late_seconds', { device: 'row-a-sensor' });
    expect(Math.max(...late.map(Number))).toBeLessThan(3);
    const info = await stored('snmp_info', 'system_name', { device: 'row-a-switch' });
    expect(info).toEqual(['row-a-switch-1']);
  });

  it('follows interfaces by name when the switch is restarted and numbers them anew', async () => {
    const port = { device: 'row-a-switch', interface: 'Eth3' };
    const before = (await stored('snmp_interface', 'receive_bytes_total', port)).map(Number);
    expect(before.length).toBeGreaterThan(0);
    rackSwitchDevice.restart();
    // What was the third port is the second now.
    rackSwitchDevice.set({ oid: `${names}.2`, type: 'octets', value: 'Eth3' });
    rackSwitchDevice.set({ oid: `${names}.3`, type: 'octets', value: 'Eth2' });
    rackSwitchDevice.set({ oid: `${received}.2`, type: 'counter64', value: '5000+125000000/s' });
    await vi.waitFor(async () => {
      const kinds = await stored('device_event', 'title', { device: 'row-a-switch' });
      expect(kinds).toEqual(['Device restarted']);
      const after = (await stored('snmp_interface', 'receive_bytes_total', port)).slice(
        before.length,
      );
      expect(after.filter((value) => value !== null).length).toBeGreaterThanOrEqual(3);
    }, patience);
    const { series } = await server.services.store.series(
      {
        measurement: 'snmp_interface',
        fields: ['receive_bytes_total'],
        match: { device: ['row-a-switch'] },
        startMs: Date.now() - 600_000,
        endMs: Date.now() + 60_000,
        stepMs: 1000,
        maxPoints: 1000,
        aggregate: 'rate',
      },
      signal,
    );
    const rates = series.flatMap(({ values }) => values.filter((value) => value !== null));
    // Its fastest port receives 125 MB/s: nothing is a spike.
    expect(Math.max(...rates)).toBeLessThan(2e8);
  });
});

function sensor() {
  return parseRecording(
    [
      '1.3.6.1.2.1.1.1.0|octets|Geist PDU, made up',
      '1.3.6.1.2.1.1.2.0|oid|1.3.6.1.4.1.21239.42.1.1',
      '1.3.6.1.2.1.1.3.0|timeticks|8640000+100/s',
      '1.3.6.1.4.1.21239.5.2.3.1.1.3.1|octets|Total',
      '1.3.6.1.4.1.21239.5.2.3.1.1.9.1|integer|4450',
    ].join('\n'),
  );
}
