import { expect, it } from 'vitest';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import { PolledDevice } from '#collectors/snmp/poll/polled-device.ts';
import type { PollResult } from '#collectors/snmp/poll/outcome.ts';
import { snmpTargetSchema } from '#lib/model/snmp-target.ts';
import { playDevice } from './played-device.ts';

const target = snmpTargetSchema.parse({
  name: 'row-a-switch',
  address: '127.0.0.1',
  credentials: { version: '2c', community: 'played' },
});
const profiles = loadAllProfiles(null);
const { signal } = new AbortController();

it('asks again what a device is when another one answers in its place', async () => {
  await using played = await playDevice();
  const device = new PolledDevice({ target, profiles, open: () => played.client });
  expect(profileOf(await device.poll(0, signal))).toBe('if-mib');
  const arista = { oid: '1.3.6.1.2.1.1.2.0', type: 'oid', value: '1.3.6.1.4.1.30065.1.1' } as const;
  played.device.set(arista);
  expect(profileOf(await device.poll(30_000, signal))).toBe('arista-eos');
});

it('tells of a restart also when the poll that saw it failed later on', async () => {
  await using played = await playDevice({ timeoutMs: 100, retries: 0 });
  const device = new PolledDevice({ target, profiles, open: () => played.client });
  expect(continuityOf(await device.poll(0, signal))).toBe('unknown');
  played.advance(30);
  expect(continuityOf(await device.poll(30_000, signal))).toBe('continued');
  played.device.restart();
  const requests = played.device.requests;
  await device.poll(60_000, signal);
  const forOneReading = played.device.requests - requests;
  expect(forOneReading).toBeGreaterThan(2);
  played.advance(60);
  expect(continuityOf(await device.poll(120_000, signal))).toBe('continued');

  played.device.restart();
  let left = Math.floor(forOneReading / 2);
  played.device.knobs.distort = (packet) => ((left -= 1) >= 0 ? [packet] : []);
  expect((await device.poll(150_000, signal)).kind).toBe('failed');
  played.device.knobs.distort = null;
  played.advance(60);
  expect(continuityOf(await device.poll(210_000, signal))).toBe('restarted');
  played.advance(30);
  expect(continuityOf(await device.poll(240_000, signal))).toBe('continued');
});

function profileOf(result: PollResult): string | null {
  return result.kind === 'read' ? result.reading.identity.profile : result.error;
}

function continuityOf(result: PollResult): string {
  return result.kind === 'read' ? result.continuity : result.error;
}
