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

/** Reports the outcome of an asynchronous call: never an error, whatever koffi says. */
type Settle = (code: number) => void;

/** The loaded library. A symbol is looked up at its first call, for drivers lack many of them. */
export class Library {
  readonly #handle: LibraryHandle;
  readonly #bound = new Map<NvmlSymbol, (...args: never[]) => number>();
  #closed = false;

  /** Throws where there is no such library, or one for another processor. */
  constructor(path: string) {
    this.#handle = koffi.load(path);
  }

  /** The call of that name; one that answers 13 where the driver has none, 1 after `close`. */
  call<Name extends NvmlSymbol>(name: Name): NativeCall<Name> {
    return asCallOf<Name>(this.#bound.get(name) ?? this.#bind(name));
  }

  /** Runs a call on a thread of the pool. Its buffers must be memory that stays where it is. */
  callAsync<Name extends NvmlSymbol>(
    name: Name,
    args: Parameters<NativeCall<Name>>,
  ): Promise<number> {
    const call = this.call(name);
    if (!isNative(call)) return Promise.resolve(call(...args));
    return new Promise((resolve) => {
      const settle: Settle = resolve;
      call.async(...args, (error: unknown, code: number) => {
        settle(error === null ? code : nvmlReturn.unknown);
      });
    });
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
    const types = [...signatures[name]].map((letter) => koffiTypes[letter] ?? 'void *');
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

/** Every symbol of `signatures` returns an int32. */
function asNumberCall(call: unknown): (...args: never[]) => number {
  return call as (...args: never[]) => number;
}

/** The call was bound to `Name` with the types of its letters. */
function asCallOf<Name extends NvmlSymbol>(call: (...args: never[]) => number): NativeCall<Name> {
  return call as NativeCall<Name>;
}
