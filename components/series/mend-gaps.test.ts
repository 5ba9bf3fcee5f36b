import { describe, expect, it } from 'vitest';
import { Cadence, createMender } from './mend-gaps.ts';

function makeTime() {
  let timers: { ms: number; run: () => void }[] = [];
  return {
    time: {
      after: (ms: number, run: () => void) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => (timers = timers.filter((other) => other !== timer));
      },
      random: () => 0.5,
    },
    waits: () => timers.map(({ ms }) => ms),
    runAll: () => {
      for (const { run } of timers.splice(0)) run();
    },
  };
}

describe('a mender', () => {
  it('asks at once and until what waited on disks has arrived', () => {
    const { time, waits, runAll } = makeTime();
    let asked = 0;
    const mender = createMender(() => (asked += 1), time);
    mender.mend();
    expect(waits()).toEqual([0, 3_500, 10_500, 25_500, 60_500]);
    runAll();
    expect(asked).toBe(5);
  });

  it('begins anew at the next gap and asks nothing once stopped', () => {
    const { time, waits } = makeTime();
    const mender = createMender(() => undefined, time);
    mender.mend();
    mender.mend();
    expect(waits()).toHaveLength(5);
    mender.stop();
    expect(waits()).toEqual([]);
  });
});

describe('a cadence', () => {
  const gapsOf = (times: readonly number[]) => {
    const cadence = new Cadence();
    return times.filter((time) => cadence.note(time));
  };

  it('finds seconds that are missing from samples of every second', () => {
    expect(gapsOf([1_000, 2_000, 3_000, 9_000, 10_000])).toEqual([9_000]);
  });

  it('takes what comes every half minute for regular, and small delays for none', () => {
    expect(gapsOf([0, 30_000, 60_000, 90_000])).toEqual([]);
    expect(gapsOf([0, 1_000, 3_500, 4_500, 4_500, 4_400])).toEqual([]);
    expect(gapsOf([0, 30_000, 150_000])).toEqual([150_000]);
  });
});
