import koffi from 'koffi';

type Argument = number | bigint | string | Buffer | null;

export interface NativeLibrary {
  has(symbol: string): boolean;
  /** Calls a function; a Buffer is passed by address, a string as text. The result is the return code. */
  call(name: string, ...values: readonly Argument[]): number;
  /** The same on a thread of its own. */
  callAsync(name: string, ...values: readonly Argument[]): Promise<number>;
}

/** Calls a library with nothing in between, for checks of the fake itself. */
export function openNative(path: string): NativeLibrary {
  const library = koffi.load(path);
  const find = (name: string, values: readonly Argument[]) =>
    library.func(name, 'int', values.map(nativeType));
  return {
    has: (symbol) => {
      try {
        library.func(symbol, 'int', []);
        return true;
      } catch {
        return false;
      }
    },
    // Every function of NVML that is called here returns an int32.
    call: (name, ...values) => find(name, values)(...values) as number,
    callAsync: (name, ...values) =>
      new Promise((resolve, reject) => {
        const done = (error: unknown, result: number) => {
          if (error) reject(new Error(`call ${name}`, { cause: error }));
          else resolve(result);
        };
        find(name, values).async(...values, done);
      }),
  };
}

/** Handles, event sets and samples are bigints; counts and indices are numbers. */
function nativeType(value: Argument): string {
  if (typeof value === 'number') return 'uint32_t';
  if (typeof value === 'bigint') return 'uint64_t';
  return typeof value === 'string' ? 'const char *' : 'void *';
}
