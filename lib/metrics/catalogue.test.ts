import { describe, expect, it } from 'vitest';
import type { MetricDescriptor } from '#lib/model/metric.ts';
import { findMeasurement, findMetric, measurements } from './catalogue.ts';

const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const unitsWithoutSuffix = new Set(['none', 'count']);
const scaledUnits = /(^|_)(percent|k?wh|kw|mw|[kmg]i?b|[kmg]hz|ms|us|ns|rpm|minutes|hours)(_|$)/;

const fields = measurements.flatMap((measurement) =>
  measurement.fields.map((field): [string, MetricDescriptor] => [
    `${measurement.name}.${field.name}`,
    field,
  ]),
);

describe('catalogue', () => {
  it('names every measurement and every field of it once', () => {
    const names = measurements.map((measurement) => measurement.name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(fields.map(([name]) => name)).size).toBe(fields.length);
  });

  it.each(measurements)('$name has snake_case tags, help and fields', (measurement) => {
    expect(measurement.name).toMatch(snakeCase);
    expect(measurement.help).toMatch(/\.$/);
    expect(measurement.fields.length).toBeGreaterThan(0);
    const tags = measurement.tags.map((tag) => tag.name);
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(tag).toMatch(snakeCase);
    for (const field of measurement.fields) expect(tags).not.toContain(field.name);
  });

  it.each(fields)('%s says its unit in its name', (_, field) => {
    expect(field.name).toMatch(snakeCase);
    expect(field.name).not.toMatch(scaledUnits);
    expect(field.help).not.toBe('');
    const stem = field.name.replace(/_total$/, '');
    if (!unitsWithoutSuffix.has(field.unit)) {
      expect(stem).toMatch(new RegExp(`(^|_)${field.unit}(_per_[a-z]+)?$`));
    }
  });

  it.each(fields)('%s ends in _total exactly when it is a counter', (_, field) => {
    expect(field.name.endsWith('_total')).toBe(field.kind === 'counter');
  });

  it('knows the core fields that pages and scripts rely on', () => {
    expect(findMetric('gpu', 'energy_joules_total')).toMatchObject({
      kind: 'counter',
      type: 'float',
    });
    expect(findMetric('host_network', 'receive_bytes_total')).toMatchObject({ type: 'integer' });
    expect(findMetric('training', 'step')).toMatchObject({ type: 'integer' });
    expect(findMetric('host', 'no_such_field')).toBeUndefined();
    expect(findMeasurement('constructor')).toBeUndefined();
  });
});
