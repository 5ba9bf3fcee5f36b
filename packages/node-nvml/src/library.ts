import koffi, { type LibraryHandle } from 'koffi';
import { nvmlReturn } from './return-codes.ts';
import { signatures, type NativeCall, type NvmlSymbol } from './signatures.ts';

const koffiTypes: Record<string, string> = {
  d: 'uintptr_t',
  h: 'uintptr_t',
  p: 'void *',
  u: 'uint32_t',
  i: 'int32_t',
  U: 'uint64_t',
  s: 'str',
};

/** The loaded library. A symbol is looked up at its first call, for drivers lack many of them. */
export class Library {
  readonly #handle: LibraryHandle;
  readonly #bound = new Map<NvmlSymbol, (...args: never[]) => number>();
  readonly #whenIdle: (() => void)[] = [];
  #running = 0;
  #closed = false;

  /** Throws where there is no such library, or one for another processor. */
  constructor(path: string) {
    this.#handle = koffi.load(path);
  }

  /** The call of that name; one that answers 13 where the driver has none, 1 after `close`. */
  call<Name extends NvmlSymbol>(name: Name): NativeCall<Name> {
    return asCallOf<Name>(this.#bound.get(name) ?? this.#bind(name));
  }

  /**
   * Runs a call on a thread of the pool. Its buffers must be memory that stays where it is, and
   * that the caller keeps; whatever would pull the ground from under it waits in `whenIdle`.
   */
  async callAsync<Name extends NvmlSymbol>(
    name: Name,
    ...args: Parameters<NativeCall<Name>>
  ): Promise<number> {
    const call = this.call(name);
    if (!isNative(call)) return call(...args);
    this.#running++;
    try {
      return await promiseOf((settle) => call.async(...args, settle));
    } finally {
      this.#running--;
      if (this.#running === 0) for (const action of this.#whenIdle.splice(0)) action();
    }
  }

  /** Runs now, or when the last asynchronous call has returned. */
  whenIdle(action: () => void): void {
    if (this.#running === 0) action();
    else this.#whenIdle.push(action);
  }

  exports(symbol: string): boolean {
    try {
      this.#handle.symbol(symbol);
      return true;
    } catch {
      return false;
    }
  }

  /** From now on every call answers 1, as the library itself does before its initialisation. */
  close(): void {
    this.#closed = true;
    this.#bound.clear();
  }

  #bind(name: NvmlSymbol): (...args: never[]) => number {
    const call = this.#closed ? uninitialized : this.#find(name);
    this.#bound.set(name, call);
    return call;
  }

  #find(name: NvmlSymbol): (...args: never[]) => number {
    if (!this.exports(name)) return missing;
    const types = Array.from(signatures[name], (letter) => koffiTypes[letter] ?? 'void *');
    return asNumberCall(this.#handle.func(name, 'int32_t', types));
  }
}

function missing(): number {
  return nvmlReturn.functionNotFound;
}

function uninitialized(): number {
  return nvmlReturn.uninitialized;
}

interface Native {
  async(...args: unknown[]): void;
}

function isNative(call: object): call is Native {
  return 'async' in call;
}

type Settle = (error: unknown, code: number) => void;

function promiseOf(start: (settle: Settle) => void): Promise<number> {
  return new Promise((resolve) => {
    start((error, code) => resolve(error === null ? code : nvmlReturn.unknown));
  });
}

/** koffi types its functions as `any`; those bound here all return an int32. */
function asNumberCall(call: (...args: never[]) => number): (...args: never[]) => number {
  return call;
}

/** The call was bound to `Name` with the types of its letters. */
function asCallOf<Name extends NvmlSymbol>(call: (...args: never[]) => number): NativeCall<Name> {
  return call;
}
