import type { ThrottleReason } from './protocol.ts';

/** Bits of NVML's clock event reasons. The hardware slowdown stands for both of its causes too. */
const bitsOf: Readonly<Record<ThrottleReason, number>> = {
  power_cap: 0x4,
  hw_slowdown: 0x8 | 0x40 | 0x80,
  sw_thermal: 0x20,
  hw_thermal: 0x40,
  power_brake: 0x80,
  sync_boost: 0x10,
  application_clocks: 0x2,
};

/** Narrowed to the keys of the table above. */
export const throttleReasons = Object.keys(bitsOf) as readonly ThrottleReason[];

/** A counter of seconds that runs faster than the clock by more than this does not count seconds. */
const fastestRun = 1.1;
const slackSeconds = 0.1;
/** One that stands still while the bits have been set for so long does not count either. */
const standstillSeconds = 60;
const slowestRun = 0.01;

interface Tally {
  total: number;
  last: { readonly seconds: number; readonly atMs: number } | null;
  isDoubted: boolean;
  /** Both ways of counting side by side, as long as the driver's is believed. */
  counted: number;
  integrated: number;
}

/**
 * Seconds by reason since the agent began, for one GPU: from the driver's own counters where they
 * exist and can be true, else from the bits of each round.
 */
export class ThrottleLedger {
  readonly #longestGapMs: number;
  readonly #tallies = new Map<ThrottleReason, Tally>();
  #before: { readonly bits: number; readonly atMs: number } | null = null;

  /** @param longestGapMs rounds further apart than this say nothing about the time between */
  constructor(longestGapMs: number) {
    this.#longestGapMs = longestGapMs;
  }

  /** @param bits null when they could not be read */
  advance(
    nowMs: number,
    bits: number | null,
    counters: Readonly<Partial<Record<ThrottleReason, number>>>,
  ): Partial<Record<ThrottleReason, number>> {
    const totals: Partial<Record<ThrottleReason, number>> = {};
    for (const reason of throttleReasons) {
      const counter = counters[reason] ?? null;
      if (bits === null && counter === null) continue;
      const integrated = bits === null ? 0 : this.#integrate(reason, bits, nowMs);
      const tally = this.#tally(reason);
      tally.total += this.#increase(tally, counter, integrated, nowMs);
      totals[reason] = tally.total;
    }
    if (bits !== null) this.#before = { bits, atMs: nowMs };
    return totals;
  }

  /** A bit that was set at one end of the interval only counts for half of it. */
  #integrate(reason: ThrottleReason, bits: number, nowMs: number): number {
    const before = this.#before;
    if (!before || nowMs - before.atMs > this.#longestGapMs) return 0;
    const ends = Number(has(before.bits, reason)) + Number(has(bits, reason));
    return ((nowMs - before.atMs) / 1000) * (ends / 2);
  }

  #increase(tally: Tally, counter: number | null, integrated: number, nowMs: number): number {
    if (tally.isDoubted) return integrated;
    const { last } = tally;
    if (counter === null) {
      // What the counter misses now it makes up for later, unless it stays away.
      if (last && nowMs - last.atMs <= this.#longestGapMs) return 0;
      tally.last = null;
      return integrated;
    }
    tally.last = { seconds: counter, atMs: nowMs };
    if (!last) return 0;
    const most = ((nowMs - last.atMs) / 1000) * fastestRun + slackSeconds;
    const hasRestarted = counter < last.seconds;
    const increase = hasRestarted ? Math.max(0, counter) : counter - last.seconds;
    if (increase > most) {
      tally.isDoubted = !hasRestarted;
      return integrated;
    }
    tally.counted += increase;
    tally.integrated += integrated;
    tally.isDoubted =
      tally.integrated > standstillSeconds && tally.counted < tally.integrated * slowestRun;
    return increase;
  }

  #tally(reason: ThrottleReason): Tally {
    const known = this.#tallies.get(reason);
    if (known) return known;
    const tally: Tally = { total: 0, last: null, isDoubted: false, counted: 0, integrated: 0 };
    this.#tallies.set(reason, tally);
    return tally;
  }
}

function has(bits: number, reason: ThrottleReason): boolean {
  return (bits & bitsOf[reason]) !== 0;
}
