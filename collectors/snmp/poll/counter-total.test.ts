import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CounterTotal, type CounterCircumstances } from './counter-total.ts';

const gigabit = 1e9 / 8;
const wrap = 2n ** 32n;

function poll(second: number, more: Partial<CounterCircumstances> = {}): CounterCircumstances {
  const atMs = second * 1000;
  return { atMs, hasRunOn: true, mostPerSecond: gigabit, isTraffic: true, ...more };
}

const wide = (value: bigint) => ({ value, bits: 64 as const });
const narrow = (value: bigint) => ({ value, bits: 32 as const });

describe('CounterTotal', () => {
  it('tells what a 64-bit counter says', () => {
    const total = new CounterTotal();
    expect(total.add(wide(2n ** 60n), poll(0))).toBe(2n ** 60n);
    expect(total.add(wide(2n ** 60n + 5n), poll(30))).toBe(2n ** 60n + 5n);
  });

  it('grows over one wrap of 32 bits', () => {
    const total = new CounterTotal();
    total.add(narrow(wrap - 100n), poll(0), 0n);
    expect(total.add(narrow(50n), poll(30))).toBe(150n);
    expect(total.add(narrow(60n), poll(60))).toBe(160n);
  });

  it.each([
    ['the uptime does not tell that the device ran on', { hasRunOn: false }],
    ['no speed is known', { mostPerSecond: null }],
    ['the link is too slow for it', { mostPerSecond: 1000 }],
    ['the link could have wrapped it twice', { mostPerSecond: gigabit * 10 }],
  ])('takes a fall of 32 bits for a gap where %s', (_, more) => {
    const total = new CounterTotal();
    total.add(narrow(3_000_000_000n), poll(0), 0n);
    expect(total.add(narrow(1_000_000n), poll(30, more))).toBeNull();
    expect(total.add(narrow(1_000_500n), poll(60))).toBe(500n);
  });

  it('has no value for 32 bits of a link that may wrap them unseen', () => {
    const total = new CounterTotal();
    const fast = { mostPerSecond: gigabit * 10 };
    total.add(narrow(1000n), poll(0, fast), 0n);
    expect(total.add(narrow(2000n), poll(30, fast))).toBeNull();
    expect(total.add(narrow(3000n), poll(32, fast))).toBe(1000n);
  });

  it('keeps errors of a fast link, and takes their fall for a reset by hand', () => {
    const total = new CounterTotal();
    const errors = { isTraffic: false, mostPerSecond: 400e9 / 672 };
    expect(total.add(narrow(500n), poll(0, errors))).toBe(500n);
    expect(total.add(narrow(510n), poll(30, errors))).toBe(510n);
    expect(total.add(narrow(0n), poll(60, errors))).toBeNull();
    expect(total.add(narrow(3n), poll(90, errors))).toBe(513n);
  });

  it('takes a fall of 64 bits for a reset, and tells the new count where it can be one from zero', () => {
    const total = new CounterTotal();
    total.add(wide(10n ** 15n), poll(0));
    expect(total.add(wide(1000n), poll(30))).toBeNull();
    expect(total.add(wide(5000n), poll(60))).toBe(5000n);
  });

  it('goes on from its total where a fall is not one to zero', () => {
    const total = new CounterTotal();
    total.add(wide(10n ** 15n), poll(0));
    expect(total.add(wide(10n ** 14n), poll(30))).toBeNull();
    expect(total.add(wide(10n ** 14n + 7n), poll(60))).toBe(10n ** 15n + 7n);
  });

  it('has a gap after an interruption, whichever way the value went', () => {
    const total = new CounterTotal();
    total.add(wide(1000n), poll(0));
    total.interrupt();
    expect(total.add(wide(2000n), poll(30))).toBeNull();
    expect(total.add(wide(2100n), poll(60, { mostPerSecond: null }))).toBe(1100n);
  });

  it('discards a leap beyond the speed once, and believes the second', () => {
    const total = new CounterTotal();
    const slow = { mostPerSecond: 10 };
    total.add(wide(10_000n), poll(0, slow));
    expect(total.add(wide(20_000n), poll(30, slow))).toBeNull();
    expect(total.add(wide(30_000n), poll(60, slow))).toBe(20_000n);
    expect(total.add(wide(40_000n), poll(90, slow))).toBe(30_000n);
  });

  it('takes the growth after a value from the cache of a switch', () => {
    const total = new CounterTotal();
    const full = BigInt(gigabit * 20);
    total.add(wide(1000n), poll(0));
    expect(total.add(wide(1000n), poll(10))).toBe(1000n);
    expect(total.add(wide(1000n + full), poll(20))).toBe(1000n + full);
  });

  it('counts exactly what a 32-bit link counts, whatever it wraps', () => {
    const steps = fc.array(fc.integer({ min: 0, max: gigabit * 30 }), { maxLength: 60 });
    const start = fc.bigInt({ min: 0n, max: wrap - 1n });
    fc.assert(
      fc.property(start, steps, (first, growths) => {
        const total = new CounterTotal();
        total.add(narrow(first), poll(0), 0n);
        let [raw, sum] = [first, 0n];
        growths.forEach((growth, at) => {
          raw += BigInt(growth);
          const told = total.add(narrow(raw % wrap), poll((at + 1) * 30));
          // After a value that stood still a minute may lie between, and two wraps in it.
          if (told === null) expect(growths[at - 1]).toBe(0);
          else expect(told).toBe((sum += BigInt(growth)));
        });
      }),
    );
  });

  it('never shows a reader more than the speed of the link', () => {
    const reading = fc.record({
      value: fc.oneof(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
      ),
      bits: fc.constantFrom(32 as const, 64 as const),
      hasRunOn: fc.boolean(),
      isInterrupted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 2, maxLength: 40 }), (readings) => {
        const total = new CounterTotal();
        let told = { value: 0n, atMs: -Infinity };
        readings.forEach(({ value, bits, hasRunOn, isInterrupted }, at) => {
          if (isInterrupted) total.interrupt();
          const whole = bits === 32 ? value % wrap : value;
          const next = total.add({ value: whole, bits }, poll(at * 30, { hasRunOn }), 0n);
          if (next === null) return;
          // As the store reads it: a fall counts from zero.
          const gain = next >= told.value ? next - told.value : next;
          const seconds = (at * 30_000 - told.atMs) / 1000;
          told = { value: next, atMs: at * 30_000 };
          // Two leaps in a row are believed, so they are no surprise.
          if (isSecondLeap(readings, at)) return;
          expect(Number(gain)).toBeLessThanOrEqual(gigabit * 1.05 * (seconds + 30) + 1);
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** Two leaps in a row are believed, so they are no surprise. */
function isSecondLeap(readings: readonly { readonly value: bigint }[], at: number): boolean {
  const [one, two, three] = [readings[at - 2], readings[at - 1], readings[at]];
  const most = BigInt(Math.ceil(gigabit * 30));
  if (!one || !two || !three) return false;
  return two.value - one.value > most && three.value - two.value > most;
}
