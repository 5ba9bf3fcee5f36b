import type {
  FieldType,
  MeasurementDescriptor,
  MetricDescriptor,
  Unit,
} from '#lib/model/metric.ts';

type NumberType = Extract<FieldType, 'float' | 'integer'>;

/** A number that may go anywhere. */
export function gauge(
  name: string,
  unit: Unit,
  help: string,
  type: NumberType = 'float',
): MetricDescriptor {
  return { name, type, kind: 'gauge', unit, help };
}

/** A number that only grows until its source resets; its name ends in `_total`. */
export function counter(
  name: string,
  unit: Unit,
  help: string,
  type: NumberType = 'integer',
): MetricDescriptor {
  return { name, type, kind: 'counter', unit, help };
}

/** A small enumeration, a bit set or a yes (1) and no (0). */
export function state(name: string, help: string): MetricDescriptor {
  return { name, type: 'integer', kind: 'state', unit: 'none', help };
}

/** Words for people; never charted. */
export function text(name: string, help: string): MetricDescriptor {
  return { name, type: 'string', kind: 'text', unit: 'none', help };
}

/** The same measurement with some of its fields: what one collector of several fills in. */
export function withFields(
  measurement: MeasurementDescriptor,
  isFilled: (field: MetricDescriptor) => boolean,
): MeasurementDescriptor {
  return { ...measurement, fields: measurement.fields.filter(isFilled) };
}
