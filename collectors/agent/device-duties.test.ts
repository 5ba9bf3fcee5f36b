import { describe, expect, it } from 'vitest';
import type { SweepFind } from '#lib/model/device-probe.ts';
import type { DeviceMessage } from '#lib/wire/control.ts';
import { agentMessageSchema } from '#lib/wire/control.ts';
import { ManualClock } from '#tests/simulator/manual-clock.ts';
import { createAssignedDevices } from './assigned-devices.ts';
import { DeviceDuties } from './device-duties.ts';
import type { DeviceProber } from './device-prober.ts';

const credentials = { version: '2c', community: 'secret' } as const;
const found = {
  ...{ systemName: 'pdu', systemDescription: 'x'.repeat(500), objectId: null },
  ...{ profile: null, family: null },
};

function make(prober: Partial<DeviceProber> = {}) {
  const clock = new ManualClock();
  const messages: DeviceMessage[] = [];
  const logged: unknown[] = [];
  const note = (...entry: unknown[]) => void logged.push(entry);
  const assigned = createAssignedDevices();
  const duties = new DeviceDuties({
    prober: {
      test: () => Promise.resolve({ kind: 'failed', problem: 'no answer' }),
      find: async (_place, _credentials, pace) => {
        await pace();
        return found;
      },
      ...prober,
    },
    clock,
    log: { info: note, warn: note, error: note },
    assign: (targets) => assigned.replace(targets),
    onMessage: (message) => messages.push(message),
  });
  return { clock, messages, logged, assigned, duties };
}

const sweepCommand = (request: string) =>
  ({
    type: 'snmp-sweep',
    request,
    sweep: {
      ...{ ranges: ['10.0.0.1-100'], ports: [161], credentials: [credentials] },
      requestsPerSecond: 500,
    },
  }) as const;

const testCommand = (request: string) =>
  ({
    type: 'snmp-test',
    request,
    target: { address: '10.0.0.1', port: 161, profile: null, credentials },
  }) as const;

describe('DeviceDuties', () => {
  it('hands on the newest list, once for each change, and logs no secret', () => {
    const { assigned, duties, logged } = make();
    const target = { name: 'a', address: '10.0.0.1', port: 161, intervalSeconds: 30, credentials };
    const news = assigned.nextChange();
    duties.handle({ type: 'snmp-targets', targets: [target] });
    const [first, next] = [assigned.list(), assigned.nextChange()];
    expect([first, news.aborted]).toEqual([[target], true]);
    duties.handle({ type: 'snmp-targets', targets: [{ ...target }] });
    expect([assigned.list() === first, next.aborted]).toEqual([true, false]);
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('answers a test, also one that throws', async () => {
    const { clock, messages, duties } = make({ test: () => Promise.reject(new Error('broken')) });
    duties.handle(testCommand('t'));
    await clock.advance(0);
    expect(messages).toEqual([
      { type: 'snmp-tested', request: 't', outcome: { kind: 'failed', problem: 'broken' } },
    ]);
  });

  it('tells of many finds in messages that the server takes', async () => {
    const { clock, messages, duties } = make();
    duties.handle(sweepCommand('s'));
    await clock.advance(5000);
    expect(messages.every((message) => agentMessageSchema.safeParse(message).success)).toBe(true);
    const swept = messages.filter((message) => message.type === 'snmp-swept');
    const finds: SweepFind[] = swept.flatMap((message) => message.found);
    expect(new Set(finds.map(({ address }) => address)).size).toBe(100);
    expect(Math.max(...swept.map((message) => JSON.stringify(message).length))).toBeLessThan(
      65_536,
    );
    expect(swept.at(-1)).toMatchObject({ done: 100, state: 'finished' });
  });

  it('gives up what was asked over a channel that is gone, and sweeps one thing at a time', async () => {
    const { clock, messages, duties } = make({
      find: async (_place, _credentials, _pace, signal) => {
        await clock.sleep(60_000, signal);
        return null;
      },
    });
    duties.handle(sweepCommand('s'));
    duties.handle(sweepCommand('other'));
    await clock.advance(10);
    expect(messages).toMatchObject([{ request: 'other', state: 'failed' }]);
    duties.cancelAll();
    await clock.advance(10);
    expect(messages.at(-1)).toMatchObject({ request: 's', state: 'cancelled' });
  });
});
