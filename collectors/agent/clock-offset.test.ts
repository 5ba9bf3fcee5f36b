import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockOffset } from './clock-offset.ts';

/** An exchange as a server with that offset answers it; `Date` is cut to whole seconds. */
function exchange(sentMs: number, outMs: number, backMs: number, offsetMs: number) {
  const serverMs = Math.floor((sentMs + outMs + offsetMs) / 1000) * 1000;
  return { sentMs, receivedMs: sentMs + outMs + backMs, serverMs };
}

const epochMs = 1_700_000_000_000;

describe('ClockOffset', () => {
  it('knows nothing before the first answer', () => {
    expect(new ClockOffset().seconds).toBeNull();
  });

  it('never reports clocks that agree apart, and never more than there is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.array(fc.tuple(fc.nat(5_000), fc.nat(400), fc.nat(400)), { minLength: 1 }),
        (offsetMs, exchanges) => {
          const offset = new ClockOffset();
          let nowMs = epochMs;
          for (const [pauseMs, outMs, backMs] of exchanges) {
            nowMs += pauseMs;
            offset.observe(exchange(nowMs, outMs, backMs, offsetMs));
          }
          const foundMs = (offset.seconds ?? Number.NaN) * 1000;
          expect(Math.abs(foundMs)).toBeLessThanOrEqual(Math.abs(offsetMs) + 1e-6);
          expect(foundMs * offsetMs).toBeGreaterThanOrEqual(0);
          expect(Math.abs(foundMs - offsetMs)).toBeLessThanOrEqual(1000 + 800);
        },
      ),
    );
  });

  it('narrows down over answers at other parts of a second', () => {
    const offset = new ClockOffset();
    for (let index = 0; index < 20; index += 1) {
      offset.observe(exchange(epochMs + index * 1050, 5, 5, 30_400));
    }
    expect(offset.seconds).toBeGreaterThan(30.3);
    expect(offset.seconds).toBeLessThanOrEqual(30.4);
  });

  it('begins anew when a clock was set', () => {
    const offset = new ClockOffset();
    offset.observe(exchange(epochMs, 5, 5, 0));
    offset.observe(exchange(epochMs + 1000, 5, 5, 3_600_000));
    expect(offset.seconds).toBeGreaterThan(3598);
  });
});
