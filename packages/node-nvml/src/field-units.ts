import type { FieldNumber } from './field-values.ts';

/** The value of a field in watts, joules, hertz, bytes, seconds or bits a second. */
export function fieldInBaseUnits(_fieldId: number, _value: FieldNumber): number {
  throw new Error('convert field: not written yet');
}
