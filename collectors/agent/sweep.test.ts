import { describe, expect, it } from 'vitest';
import type { SweepFind, SweepRequest } from '#lib/model/device-probe.ts';
import { ManualClock } from '#tests/simulator/manual-clock.ts';
import type { DeviceProber } from './device-prober.ts';
import { sweep } from './sweep.ts';

const nobody = { systemName: null, systemDescription: null, objectId: null };
const found = { ...nobody, profile: 'a', family: 'pdu' };

function request(more: Partial<SweepRequest> = {}): SweepRequest {
  return {
    ranges: ['10.0.0.1-10'],
    ports: [161],
    credentials: [
      { version: '2c', community: 'one' },
      { version: '2c', community: 'two' },
    ],
    requestsPerSecond: 10,
    ...more,
  };
}

/** Answers `two` at 10.0.0.4 and keeps silent for a second elsewhere. */
function prober(clock: ManualClock, asked: number[]): Pick<DeviceProber, 'find'> {
  return {
    async find({ address }, credentials, pace, signal) {
      await pace();
      asked.push(clock.monotonicMs());
      const isRight = credentials.version === '2c' && credentials.community === 'two';
      if (address === '10.0.0.4' && isRight) return found;
      await clock.sleep(1000, signal);
      return null;
    },
  };
}

describe('sweep', () => {
  it('asks each place with each credentials, no faster than it may', async () => {
    const clock = new ManualClock();
    const asked: number[] = [];
    const finds: (SweepFind | null)[] = [];
    const parts = {
      prober: prober(clock, asked),
      clock,
      onPlace: (find: SweepFind | null) => void finds.push(find),
    };
    const done = sweep(request(), parts, new AbortController().signal);
    await clock.advance(10_000);
    await done;
    expect(asked).toHaveLength(20);
    const gaps = asked.slice(1).map((atMs, index) => atMs - (asked[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    expect(finds).toHaveLength(10);
    expect(finds.filter((find) => find !== null)).toEqual([
      { address: '10.0.0.4', port: 161, credentials: 1, ...found },
    ]);
  });

  it('uses the whole rate though nobody answers', async () => {
    const clock = new ManualClock();
    const asked: number[] = [];
    const parts = { prober: prober(clock, asked), clock, onPlace: () => undefined };
    const wanted = request({ ranges: ['10.0.1.0/24'], requestsPerSecond: 50 });
    void sweep(wanted, parts, new AbortController().signal);
    await clock.advance(4000);
    expect(asked.length).toBeGreaterThan(4 * 50 * 0.95);
    expect(asked.length).toBeLessThanOrEqual(4 * 50 + 1);
    await clock.advance(60_000);
  });

  it('ends at once when it is cancelled', async () => {
    const clock = new ManualClock();
    const asked: number[] = [];
    const controller = new AbortController();
    const parts = { prober: prober(clock, asked), clock, onPlace: () => undefined };
    const done = sweep(request(), parts, controller.signal);
    await clock.advance(500);
    controller.abort();
    await done;
    expect(asked.length).toBeLessThan(20);
  });
});
