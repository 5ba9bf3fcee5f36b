import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import type { Family } from './exposition.ts';
import type { NewestRow } from './newest-values.ts';

/** A family of one of our own fields. */
export interface NativeFamily extends Family {
  readonly scale: number;
}

/** Such as `isotherm_host_load1`. Prometheus has bytes only, so bits become those. */
export function nativeFamily(
  measurement: MeasurementDescriptor,
  field: MetricDescriptor,
): NativeFamily {
  return {
    name: `isotherm_${measurement.name}_${plainName(field)}`,
    type: field.kind === 'counter' ? 'counter' : 'gauge',
    help: `${field.help.charAt(0).toUpperCase()}${field.help.slice(1)}`,
    scale: inBits.test(field.unit) ? 1 / 8 : 1,
  };
}

const inBits = /^bits(_|$)/;

/** Prometheus keeps the ending `_count` for histograms. */
function plainName({ name, unit }: MetricDescriptor): string {
  const whole = name.replace(/process_count$/, 'processes').replace(/_count$/, '');
  return inBits.test(unit) ? whole.replace(unit, unit.replace('bits', 'bytes')) : whole;
}

export function toNumber(value: NewestRow['values'][number] | undefined): number | null {
  switch (typeof value) {
    case 'number':
      return value;
    case 'bigint':
    case 'boolean':
      return Number(value);
    default:
      return null;
  }
}
