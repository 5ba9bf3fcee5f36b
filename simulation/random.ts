/** Numbers that look random and are the same for the same seed and name, on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  uniform(): number;
  /** Mean 0, deviation 1, never beyond 3.5: no sensor is off by ten deviations. */
  normal(): number;
  /** Mean 0, deviation 1, from four uniform draws: cheap, and close enough for a sensor's noise. */
  noise(): number;
  /** Waiting time for something that happens once in `mean`. */
  exponential(mean: number): number;
  /** 0 ≤ n < count */
  below(count: number): number;
  /** 32 bits. */
  bits(): number;
}

/**
 * sfc32 by Chris Doty-Humphrey (PractRand): 128 bits of state, a few nanoseconds a draw. Streams of
 * different names are independent, so what one part of the hall draws never shifts another.
 */
export function createRandom(seed: number, name: string): Random {
  let a = hash(`${seed} a ${name}`);
  let b = hash(`${seed} b ${name}`);
  let c = hash(`${seed} c ${name}`);
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  const uniform = () => bits() / 4_294_967_296;
  for (let round = 0; round < 12; round += 1) bits();
  return {
    bits,
    uniform,
    normal: () => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return Math.max(-3.5, Math.min(3.5, radius * Math.cos(2 * Math.PI * uniform())));
    },
    noise: () => {
      // Two halves of each of two draws; a uniform of width 1 has variance 1/12.
      const first = bits();
      const second = bits();
      const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
      return (sum / 65_536 - 2) * 1.732;
    },
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    below: (count) => Math.floor(uniform() * count),
  };
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  // FNV mixes its last characters badly; this is the finalizer of MurmurHash3.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Another hash of two numbers, for values that belong to a place in a sequence. */
export function mix(first: number, second: number): number {
  let value = Math.imul(first ^ 0x9e3779b9, 0x85ebca6b) ^ second;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
