import { describe, expect, it } from 'vitest';
import { judgeGpu, type GpuVitals } from './judge-gpu.ts';

const nowMs = 1_000_000;
const well: GpuVitals = {
  timeMs: nowMs - 900,
  lost: 0,
  resetRequired: 0,
  recoveryAction: 0,
  remappedRowsFailed: 0,
  remappedRowsPending: 0,
  retiredPagesPending: null,
  sramEccThresholdExceeded: 0,
  throttleReasons: 0,
};
const judge = (vitals: Partial<GpuVitals>) => judgeGpu({ ...well, ...vitals }, nowMs);

describe('judgeGpu', () => {
  it('finds nothing wrong where nothing is, also where little is reported', () => {
    expect(judge({})).toEqual({ state: 'healthy', level: 'ok', words: 'healthy' });
    const { timeMs } = well;
    const silentFields = Object.fromEntries(Object.keys(well).map((name) => [name, null]));
    // A GPU that reports none of the vitals but its time.
    expect(judgeGpu({ ...(silentFields as unknown as GpuVitals), timeMs }, nowMs).state).toBe(
      'healthy',
    );
    expect(judge({ throttleReasons: 0x1 | 0x2 }).state).toBe('healthy');
  });

  it('puts loss before everything and silence next', () => {
    expect(judge({ lost: 1, resetRequired: 1, timeMs: 0 }).words).toBe('lost');
    expect(judge({ timeMs: nowMs - 16_000, resetRequired: 1 })).toMatchObject({
      state: 'lost',
      words: 'silent',
    });
  });

  it.each([
    [{ recoveryAction: 4, resetRequired: 1 }, 'critical', 'needs to be drained and reset'],
    [{ resetRequired: 1, throttleReasons: 4 }, 'critical', 'needs a reset'],
    [{ remappedRowsFailed: 1 }, 'critical', 'needs to be replaced'],
    [{ retiredPagesPending: 1 }, 'warning', 'waits for a reset to set bad memory aside'],
  ])('names what is needed for %j', (vitals, level, words) => {
    expect(judge(vitals)).toEqual({ state: 'attention', level, words });
  });

  it('grades throttling by its gravest reason', () => {
    expect(judge({ throttleReasons: 0x4 })).toMatchObject({ state: 'throttled', level: 'info' });
    expect(judge({ throttleReasons: 0x4 | 0x20 })).toEqual({
      state: 'throttled',
      level: 'warning',
      words: 'throttled by heat (driver) and the power cap',
    });
    expect(judge({ throttleReasons: 0x8 | 0x80 }).level).toBe('critical');
  });
});
