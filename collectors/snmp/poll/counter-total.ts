import type { CounterReading } from '../reading.ts';

/** What is known of a counter's source when it is read. */
export interface CounterCircumstances {
  /** Monotonic time of the poll. */
  readonly atMs: number;
  /** The device's uptime shows that it has run on since the poll before. */
  readonly hasRunOn: boolean;
  /** The most that it can count in a second; null where no speed is known. */
  readonly mostPerSecond: number | null;
  /** Bytes and packets fill a link; errors and drops do not. */
  readonly isTraffic: boolean;
}

interface Seen extends CounterReading {
  readonly atMs: number;
  /** When this same value was first seen. */
  readonly sinceMs: number;
}

const modulus32 = 2n ** 32n;

/** Switches answer counters from a cache of up to so long. */
const longestCacheMs = 30_000;

/** Clocks and nominal speeds are not exact. */
const tolerance = 1.05;

/**
 * Makes one total that can be charted of what a device counts. It grows over the wraps of 32 bits.
 * Where nobody knows what was counted there is no value, and the total goes on with what is counted
 * after that. It falls only to a value counted from zero, because that is how readers take a fall.
 */
export class CounterTotal {
  #last: Seen | null = null;
  #total = 0n;
  #toldMs = 0;
  /** The device has counted anew since the last reading, or may have. */
  #isInterrupted = false;
  /** Nothing was told of the last reading. */
  #isBroken = false;
  /** A leap beyond the speed: a second one in a row means that the stated speed is not the real. */
  #hasLeapt = false;

  /**
   * @param start the first total: 32 bits of bytes have no meaning of their own
   * @returns the total; null: a gap
   */
  add(reading: CounterReading, around: CounterCircumstances, start = reading.value): bigint | null {
    const last = this.#last;
    this.#last = seen(last, reading, around.atMs);
    if (!last) return this.#tell(start, around.atMs);
    const growth = this.#isInterrupted ? null : this.#growth(last, reading, around);
    this.#isInterrupted = false;
    if (growth === null) {
      this.#isBroken = true;
      return null;
    }
    const isAnew = this.#isBroken && this.#isFromZero(reading, around);
    return this.#tell(isAnew ? reading.value : this.#total + growth, around.atMs);
  }

  /** What is read next has nothing to do with what was read before. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#hasLeapt = false;
  }

  #tell(total: bigint, atMs: number): bigint {
    this.#total = total;
    this.#toldMs = atMs;
    this.#isBroken = false;
    return total;
  }

  /** What was counted since `last`; null where nobody can know. */
  #growth(last: Seen, reading: CounterReading, around: CounterCircumstances): bigint | null {
    const hadLeapt = this.#hasLeapt;
    this.#hasLeapt = false;
    if (reading.bits !== last.bits) return null;
    const most = mostIn(around.mostPerSecond, around.atMs - countedFromMs(last));
    if (reading.value < last.value) return around.hasRunOn ? wrapOf(last, reading, most) : null;
    const grown = reading.value - last.value;
    if (!around.isTraffic) return grown;
    this.#hasLeapt = most !== null && grown > most;
    return !mayWrapUnseen(reading, most) && (!this.#hasLeapt || hadLeapt) ? grown : null;
  }

  /** Then the device's own value is told again: readers count a fall from zero, too. */
  #isFromZero({ value, bits }: CounterReading, { mostPerSecond, atMs }: CounterCircumstances) {
    const most = mostIn(mostPerSecond, atMs - this.#toldMs);
    return bits === 64 && most !== null && value <= most;
  }
}

function seen(last: Seen | null, reading: CounterReading, atMs: number): Seen {
  const isSame = last?.value === reading.value && last.bits === reading.bits;
  return { ...reading, atMs, sinceMs: isSame ? last.sinceMs : atMs };
}

/** A value that stood still may come from a cache: what comes next was counted since it came in. */
function countedFromMs({ atMs, sinceMs }: Seen): number {
  return Math.max(sinceMs, atMs - longestCacheMs);
}

/** What was counted over one wrap. 64 bits do not wrap, so theirs is a reset. */
function wrapOf(last: Seen, reading: CounterReading, most: bigint | null): bigint | null {
  if (reading.bits !== 32 || most === null || mayWrapUnseen(reading, most)) return null;
  const wrapped = reading.value + modulus32 - last.value;
  return wrapped <= most ? wrapped : null;
}

function mayWrapUnseen({ bits }: CounterReading, most: bigint | null): boolean {
  return bits === 32 && most !== null && most >= modulus32;
}

function mostIn(mostPerSecond: number | null, elapsedMs: number): bigint | null {
  if (mostPerSecond === null) return null;
  return BigInt(Math.ceil((mostPerSecond * tolerance * elapsedMs) / 1000));
}
