import { describe, expect, it } from 'vitest';
import { gpu } from '#lib/metrics/gpu.ts';
import { throttleField, throttleReasons, throttlesOf } from './throttle.ts';

describe('throttlesOf', () => {
  const keys = (bits: number | null) => throttlesOf(bits).map(({ key }) => key);

  it('says nothing of an idle GPU, a set clock, or a gap', () => {
    expect(keys(0x1 | 0x2 | 0x100)).toEqual([]);
    expect(keys(null)).toEqual([]);
  });

  it('names the cause instead of the umbrella over it, the gravest first', () => {
    expect(keys(0x08)).toEqual(['hw_slowdown']);
    expect(keys(0x08 | 0x40 | 0x04)).toEqual(['hw_thermal', 'power_cap']);
    expect(keys(0x08 | 0x80)).toEqual(['power_brake']);
  });

  it('knows every counter of the catalogue', () => {
    const counters = gpu.fields.filter(({ name }) => /^throttle_.*_seconds_total$/.test(name));
    expect(new Set(throttleReasons.map(({ key }) => throttleField(key)))).toEqual(
      new Set(counters.map(({ name }) => name)),
    );
  });
});
