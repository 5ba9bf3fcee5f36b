import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThrottleLedger } from './throttle.ts';

const thermal = 0x20;

describe('ThrottleLedger', () => {
  it('begins at zero and says nothing of reasons that nobody can tell', () => {
    const ledger = new ThrottleLedger(2000);
    expect(ledger.advance(0, null, {})).toEqual({});
    expect(ledger.advance(1000, null, { power_cap: 500 })).toEqual({ power_cap: 0 });
    expect(Object.keys(ledger.advance(2000, 0, {}))).toHaveLength(7);
  });

  it('adds up bits where the driver does not count, and half of an interval with one end', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, 0, {});
    expect(ledger.advance(1000, thermal, {}).sw_thermal).toBe(0.5);
    expect(ledger.advance(2000, thermal, {}).sw_thermal).toBe(1.5);
    expect(ledger.advance(3000, 0, {}).sw_thermal).toBe(2);
    expect(ledger.advance(4000, 0, {}).sw_thermal).toBe(2);
  });

  it('takes the slowdown of the hardware for the sum of its causes', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, 0x80, {});
    expect(ledger.advance(1000, 0x80, {})).toMatchObject({
      hw_slowdown: 1,
      power_brake: 1,
      hw_thermal: 0,
    });
  });

  it('says nothing about a gap that it has not seen', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, thermal, {});
    expect(ledger.advance(60_000, thermal, {}).sw_thermal).toBe(0);
    ledger.advance(61_000, null, {});
    expect(ledger.advance(62_000, thermal, {}).sw_thermal).toBe(2);
  });

  it('believes the counters of the driver, over a gap too', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, thermal, { sw_thermal: 100 });
    expect(ledger.advance(1000, thermal, { sw_thermal: 100.25 }).sw_thermal).toBe(0.25);
    expect(ledger.advance(61_000, thermal, { sw_thermal: 130.25 }).sw_thermal).toBe(30.25);
  });

  it('goes on when the counters of the driver begin again', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, 0, { sw_thermal: 100 });
    ledger.advance(1000, 0, { sw_thermal: 100.5 });
    expect(ledger.advance(2000, 0, { sw_thermal: 0.2 }).sw_thermal).toBe(0.7);
  });

  it('does not believe a counter that runs faster than the clock', () => {
    const ledger = new ThrottleLedger(2000);
    ledger.advance(0, thermal, { sw_thermal: 0 });
    expect(ledger.advance(1000, thermal, { sw_thermal: 1000 }).sw_thermal).toBe(1);
    expect(ledger.advance(2000, thermal, { sw_thermal: 1000.5 }).sw_thermal).toBe(2);
  });

  it('does not believe a counter that stands still while the bits are set', () => {
    const ledger = new ThrottleLedger(2000);
    for (let second = 0; second < 60; second++) {
      ledger.advance(second * 1000, thermal, { sw_thermal: 0.001 * second });
    }
    const before = ledger.advance(60_000, thermal, { sw_thermal: 0.06 }).sw_thermal ?? 0;
    ledger.advance(61_000, thermal, { sw_thermal: 0.061 });
    expect(ledger.advance(62_000, thermal, { sw_thermal: 0.062 }).sw_thermal).toBeGreaterThan(
      before + 0.9,
    );
  });

  it('never falls and never runs faster than the clock, whatever it is told', () => {
    const step = fc.record({
      forMs: fc.integer({ min: 0, max: 5000 }),
      bits: fc.option(fc.integer({ min: 0, max: 0x1ff }), { nil: null }),
      counter: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const ledger = new ThrottleLedger(2000);
        let nowMs = 0;
        let last = 0;
        for (const { forMs, bits, counter } of steps) {
          nowMs += forMs;
          const counters = counter === undefined ? {} : { sw_thermal: counter };
          const total = ledger.advance(nowMs, bits, counters).sw_thermal ?? last;
          expect(total).toBeGreaterThanOrEqual(last);
          last = total;
        }
        expect(last).toBeLessThanOrEqual((nowMs / 1000) * 1.1 + 0.1 * steps.length + 1e-6);
      }),
    );
  });
});
