import type { FieldValue } from '#lib/model/sample.ts';

/** Largest integer that line protocol and both stores carry. */
const maxInteger = 2n ** 63n - 1n;

/** A float, or nothing when the number could not be read. */
export function float(value: number | null | undefined): FieldValue | undefined {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
  return { type: 'float', value };
}

/** A 64-bit integer, or nothing when it could not be read or does not fit. */
export function integer(value: bigint | number | null | undefined): FieldValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  const whole = typeof value === 'bigint' ? value : BigInt(Math.round(value));
  return whole > maxInteger || whole < -maxInteger ? undefined : { type: 'integer', value: whole };
}

/** Keeps the fields that could be read: a gap is absent. */
export function present(
  fields: Readonly<Record<string, FieldValue | undefined>>,
): Record<string, FieldValue> {
  const kept: Record<string, FieldValue> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value) kept[name] = value;
  }
  return kept;
}
