import type * as Jax from '@jax-js/jax';

export type JaxArray = Jax.numpy.Array;
export type JaxArrays = Record<string, JaxArray>;

// The library asks for two globals that Node 20 lacks: it reads the user agent to tune kernels,
// and tests values against Float16Array, which nothing here is an instance of.
if (!('navigator' in globalThis)) {
  const navigator = { userAgent: 'node', hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
if (!('Float16Array' in globalThis)) {
  const Float16Array = function () {
    throw new Error('make a Float16Array: this engine has none');
  };
  Object.defineProperty(globalThis, 'Float16Array', { value: Float16Array, configurable: true });
}

/**
 * jax-js, loaded after the globals it needs. Every function of it consumes its array arguments:
 * pass `array.ref` to keep using an array, `array` to give it away.
 */
export const jax: typeof Jax = await import('@jax-js/jax');
export const { numpy: np, nn, lax, tree } = jax;

/** The array of that name, given away. @throws Error when there is none. */
export function take(arrays: JaxArrays, name: string): JaxArray {
  const array = arrays[name];
  if (!array) throw new Error(`read tensor ${name}: there is none`);
  return array;
}

/**
 * The numbers of a floating-point array, given away. The library's own type for them names
 * Float16Array, which ES2023 does not have.
 */
export async function readFloats(
  array: JaxArray,
): Promise<Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>> {
  const data: unknown = await array.data();
  if (isFloats(data)) return data;
  throw new Error(`read an array of ${array.dtype}: not f32 or f64`);
}

/** What the library returns is never backed by shared memory: it copies out of its own. */
function isFloats(data: unknown): data is Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  return data instanceof Float32Array || data instanceof Float64Array;
}
