import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRhythm } from './rhythm.ts';

/** Lets a clock run and answers when frames left. */
function framesOf(
  periodMs: number,
  arrivals: readonly number[],
  untilMs: number,
  tickMs = 20,
): number[] {
  const rhythm = createRhythm(periodMs);
  rhythm.sent(0);
  const sent = [0];
  let [heardMs, shown, next] = [0, 0, 0];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += tickMs) {
    while ((arrivals[next] ?? Infinity) <= nowMs) heardMs = arrivals[next++] ?? 0;
    if (next > shown && rhythm.isDue(nowMs, heardMs)) {
      rhythm.sent(nowMs);
      sent.push(nowMs);
      shown = next;
    }
  }
  return sent;
}

const everySecond = (phaseMs: number, seconds: number) =>
  Array.from({ length: seconds }, (_, second) => second * 1000 + phaseMs);

describe('a rhythm', () => {
  it('never sends more than was asked for, and never much earlier', () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 400 });
    fc.assert(
      fc.property(arrivals, fc.constantFrom(100, 200, 1000, 4000), (moments, periodMs) => {
        const sorted = [...moments].sort((a, b) => a - b);
        const sent = framesOf(periodMs, sorted, 20_000);
        for (const [index, atMs] of sent.entries()) {
          const gap = atMs - (sent[index - 1] ?? -Infinity);
          expect(gap).toBeGreaterThanOrEqual(0.9 * periodMs);
          expect(index).toBeLessThanOrEqual(atMs / periodMs + 1);
        }
      }),
    );
  });

  it('falls into step with someone who reports as often as frames are asked for', () => {
    for (const phaseMs of [10, 130, 480, 770, 990]) {
      const sent = framesOf(1000, everySecond(phaseMs, 30), 30_000);
      const last = sent.at(-1) ?? 0;
      const wait = (last - phaseMs) % 1000;
      expect(wait).toBeLessThanOrEqual(60);
    }
  });

  it('waits for a pause in a burst, but not for long', () => {
    const burst = Array.from({ length: 10 }, (_, at) => 2000 + at * 8);
    expect(framesOf(1000, burst, 5000)).toEqual([0, 2100]);
    const endless = Array.from({ length: 400 }, (_, at) => 2000 + at * 8);
    expect(framesOf(1000, endless, 4200)).toEqual([0, 2100, 3000, 3900]);
  });

  it('sends what is still to be shown when its time has come', () => {
    expect(framesOf(1000, [5, 300], 3000)).toEqual([0, 900]);
  });
});
