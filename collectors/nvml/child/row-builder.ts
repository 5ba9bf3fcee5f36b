import type { WireNumber } from '../protocol.ts';

/** The largest 64-bit integer that line protocol carries. */
const largest = 2n ** 63n - 1n;

/** Traffic of a year over all NVLinks is more bytes than that: the counter begins again. */
const tooLarge = 2 ** 63;

/** Gathers the values of one row; what could not be read is left out. */
export class RowBuilder {
  readonly values: Record<string, WireNumber> = {};

  put(field: string, value: number | bigint | boolean | null | undefined): void {
    if (value === null || value === undefined) return;
    if (typeof value === 'bigint') this.#putInteger(field, value);
    else if (typeof value === 'boolean') this.values[field] = value ? 1 : 0;
    else if (Number.isFinite(value)) this.values[field] = value % tooLarge;
  }

  putAll(values: Readonly<Record<string, number | bigint | boolean | null | undefined>>): void {
    for (const field in values) this.put(field, values[field]);
  }

  #putInteger(field: string, value: bigint): void {
    if (value <= largest && value >= -largest) this.values[field] = value.toString();
  }
}
