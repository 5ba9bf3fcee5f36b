import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import type { Family } from './exposition.ts';
import type { NewestRow } from './newest-values.ts';

/** The family of one of our own fields: `isotherm_host_load1`. */
export function nativeFamily(measurement: MeasurementDescriptor, field: MetricDescriptor): Family {
  return {
    name: `isotherm_${measurement.name}_${plainName(field.name)}`,
    type: field.kind === 'counter' ? 'counter' : 'gauge',
    help: `${field.help.charAt(0).toUpperCase()}${field.help.slice(1)}`,
  };
}

/** Prometheus keeps the ending `_count` for histograms. */
function plainName(field: string): string {
  return field.replace(/process_count$/, 'processes').replace(/_count$/, '');
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
