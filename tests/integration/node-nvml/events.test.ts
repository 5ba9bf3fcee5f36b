import { afterEach, describe, expect, it } from 'vitest';
import { eventType } from '#node-nvml';
import { openFakeHost, valueIn, type FakeHost } from './fake-gpu.ts';

let host: FakeHost | undefined;

afterEach(() => {
  host?.close();
  host = undefined;
});

const wanted = eventType.xidCriticalError | eventType.gpuRecoveryAction;

describe('an event set', () => {
  it('tells of an Xid on the device that had it', async () => {
    host = await openFakeHost('h200-8');
    const events = valueIn(host.nvml.createEventSet());
    const [second, third] = [host.gpu(1), host.gpu(2)];
    expect(valueIn(events.register(second, wanted))).toBe(wanted);
    valueIn(events.register(third, wanted));
    const waiting = events.wait(1000);
    host.raise({ gpu: 2, type: 'xid', data: 79 });
    expect(valueIn(await waiting)).toEqual({
      device: third,
      type: eventType.xidCriticalError,
      data: 79,
      gpuInstanceId: null,
      computeInstanceId: null,
    });
    expect(valueIn(await events.wait(0))).toBeNull();
  });

  it('lets the event loop go on while it waits', async () => {
    host = await openFakeHost('h200-8');
    const events = valueIn(host.nvml.createEventSet());
    valueIn(events.register(host.gpu(0), wanted));
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 5);
    expect(valueIn(await events.wait(200))).toBeNull();
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
  });

  it('asks only for what the GPU supports', async () => {
    host = await openFakeHost('h200-8', { 'gpu.0.event_types': 0x8 });
    const events = valueIn(host.nvml.createEventSet());
    const gpu = host.gpu(0);
    expect(valueIn(events.register(gpu, wanted))).toBe(eventType.xidCriticalError);
    expect(events.register(gpu, eventType.clock)).toMatchObject({ kind: 'unknown', code: 3 });
  });

  it('refuses a second wait', async () => {
    host = await openFakeHost('h200-8');
    const events = valueIn(host.nvml.createEventSet());
    const first = events.wait(50);
    await expect(events.wait(50)).rejects.toThrow('a wait is in progress');
    expect(valueIn(await first)).toBeNull();
  });

  it('is freed after a wait that was under way when everything closed', async () => {
    host = await openFakeHost('h200-8');
    const events = valueIn(host.nvml.createEventSet());
    valueIn(events.register(host.gpu(0), wanted));
    const waiting = events.wait(300);
    host.nvml.close();
    events.close();
    expect(await waiting).toEqual({ kind: 'value', value: null });
    expect(await events.wait(10)).toMatchObject({ kind: 'unavailable', code: 1 });
  });
});
