import type { FieldType } from '#lib/model/metric.ts';
import type { SampleValue } from '../store.ts';
import { nanosecondsLabel, textLabel } from './labels.ts';
import type { Labels } from './victoria-client.ts';

/** The database knows numbers only; the field's type says what one stands for. */
export function sampleValue(type: FieldType, labels: Labels, value: number): SampleValue {
  switch (type) {
    case 'float':
      return value;
    case 'integer':
    case 'unsigned':
      return BigInt(Math.round(value));
    case 'boolean':
      return value !== 0;
    case 'string':
      return labels[textLabel] ?? '';
  }
}

export function restNs(labels: Labels): bigint {
  return BigInt(labels[nanosecondsLabel] ?? 0);
}
