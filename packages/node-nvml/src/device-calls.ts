import { blankWord, decodeText } from './decode.ts';
import type { Library } from './library.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import type { Scratch } from './scratch.ts';
import type { Handle, NativeCall, NvmlSymbol, SymbolsOf } from './signatures.ts';

const same = (value: number) => value;

/** The shapes that most calls of a device have: one number, one flag, one text. */
export class DeviceCalls {
  readonly handle: Handle;
  readonly scratch: Scratch;
  readonly #library: Library;

  constructor(library: Library, scratch: Scratch, handle: Handle) {
    this.#library = library;
    this.scratch = scratch;
    this.handle = handle;
  }

  call<Name extends NvmlSymbol>(name: Name): NativeCall<Name> {
    return this.#library.call(name);
  }

  /** A uint32, converted. */
  word(symbol: SymbolsOf<'dp'>, convert = same): Reading<number> {
    const out = this.scratch.blankWords();
    return this.#word(this.#library.call(symbol)(this.handle, out), convert);
  }

  /** A uint32 that needs a selector, such as which clock. */
  wordOf(symbol: SymbolsOf<'dup'>, selector: number, convert = same): Reading<number> {
    const out = this.scratch.blankWords();
    return this.#word(this.#library.call(symbol)(this.handle, selector, out), convert);
  }

  flag(symbol: SymbolsOf<'dp'>): Reading<boolean> {
    const out = this.scratch.blankWords();
    return this.#flag(this.#library.call(symbol)(this.handle, out));
  }

  flagOf(symbol: SymbolsOf<'dup'>, selector: number): Reading<boolean> {
    const out = this.scratch.blankWords();
    return this.#flag(this.#library.call(symbol)(this.handle, selector, out));
  }

  /** A uint64, converted. */
  long(symbol: SymbolsOf<'dp'>, convert = same): Reading<number> {
    const out = this.scratch.blankWords();
    return this.longFrom(this.#library.call(symbol)(this.handle, out), convert);
  }

  /** The uint64 that a call with this result has left in the first slot. */
  longFrom(code: number, convert = same): Reading<number> {
    if (code !== 0) return gapOf(code);
    const { words } = this.scratch;
    if (words[0] === blankWord && words[1] === blankWord) return noData();
    return valueOf(convert(this.scratch.long()));
  }

  text(symbol: SymbolsOf<'dpu'>, length: number): Reading<string> {
    const bytes = this.scratch.record;
    bytes[0] = 0;
    return this.textFrom(this.#library.call(symbol)(this.handle, bytes, length), length);
  }

  /** The text that a call with this result has left in the record. */
  textFrom(code: number, length: number): Reading<string> {
    if (code !== 0) return gapOf(code);
    const text = decodeText(this.scratch.record, 0, length);
    return text === '' ? noData() : valueOf(text);
  }

  #word(code: number, convert: (word: number) => number): Reading<number> {
    if (code !== 0) return gapOf(code);
    const word = this.scratch.word(0);
    return word === blankWord ? noData() : valueOf(convert(word));
  }

  #flag(code: number): Reading<boolean> {
    if (code !== 0) return gapOf(code);
    const word = this.scratch.word(0);
    return word === blankWord ? noData() : valueOf(word !== 0);
  }
}
