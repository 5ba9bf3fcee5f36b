import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

const rule = { window: 60, max: 2 };

describe('createThrottle', () => {
  it('allows so many attempts in a window and says when the next one may come', async () => {
    let nowMs = 1_000_000;
    const throttle = createThrottle(() => nowMs);
    expect(await throttle.consume('a', rule)).toEqual({ allowed: true, retryAfter: null });
    nowMs += 20_000;
    expect(await throttle.consume('a', rule)).toEqual({ allowed: true, retryAfter: null });
    expect(await throttle.consume('a', rule)).toEqual({ allowed: false, retryAfter: 40 });
    expect(await throttle.consume('b', rule)).toMatchObject({ allowed: true });
    nowMs += 40_000;
    expect(await throttle.consume('a', rule)).toMatchObject({ allowed: true });
  });

  it('does not shut somebody out when the clock is set back', async () => {
    let nowMs = 1_000_000;
    const throttle = createThrottle(() => nowMs);
    await throttle.consume('a', { window: 60, max: 1 });
    nowMs -= 3_600_000;
    expect(await throttle.consume('a', { window: 60, max: 1 })).toMatchObject({ allowed: true });
  });

  it('forgets the oldest key when a flood brings very many', async () => {
    const throttle = createThrottle(() => 0);
    const once = { window: 60, max: 1 };
    for (let index = 0; index <= 10_000; index += 1) await throttle.consume(`k${index}`, once);
    expect(await throttle.consume('k10000', once)).toMatchObject({ allowed: false });
    expect(await throttle.consume('k0', once)).toMatchObject({ allowed: true });
  });
});
