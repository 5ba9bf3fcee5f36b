import { describe, expect, it } from 'vitest';
import { UptimeWatch } from './uptime.ts';

describe('UptimeWatch', () => {
  it('knows a restart from the wrap after 497 days', () => {
    const nearWrap = 2 ** 32 / 100 - 10;
    const wrapped = new UptimeWatch();
    expect(wrapped.note(nearWrap, 0)).toBe('unknown');
    expect(wrapped.note(20, 30_000)).toBe('continued');
    const restarted = new UptimeWatch();
    restarted.note(nearWrap, 0);
    expect(restarted.note(20, 600_000)).toBe('restarted');
    const young = new UptimeWatch();
    young.note(5000, 0);
    expect(young.note(20, 30_000)).toBe('restarted');
  });

  it('compares with the last uptime that was told', () => {
    const watch = new UptimeWatch();
    watch.note(5000, 0);
    expect(watch.note(null, 30_000)).toBe('unknown');
    expect(watch.note(3, 60_000)).toBe('restarted');
    expect(watch.note(33, 90_000)).toBe('continued');
  });
});
