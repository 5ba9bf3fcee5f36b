/** Draws from one seeded stream; the same seed gives the same bits on every machine. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-24 so that it is exact in f32. */
  uniform(): number;
  /** Uniform integer in [0, bound), for a bound up to 2^24. */
  integer(bound: number): number;
  /** Zero mean, unit variance, within ±3.5: a sum of four uniforms, so only exact arithmetic. */
  bell(): number;
}

/**
 * xoshiro128** (Blackman and Vigna, https://prng.di.unimi.it), its state filled by splitmix32.
 *
 * @param stream names an independent stream of the same seed, so that adding a draw to one use
 *   (data, initial parameters) leaves the others unchanged
 */
export function createRandom(seed: number, stream: string): Random {
  const next = xoshiro128(splitmix32(hash(seed, stream)));
  const uniform = () => (next() >>> 8) * 2 ** -24;
  return {
    uniform,
    integer: (bound) => Math.floor(uniform() * bound),
    bell: () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
  };
}

function xoshiro128(fill: () => number): () => number {
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** FNV-1a over the stream's name, from a start that depends on the seed. */
function hash(seed: number, stream: string): number {
  let state = 0x811c9dc5 ^ seed;
  for (const character of stream) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return state;
}
