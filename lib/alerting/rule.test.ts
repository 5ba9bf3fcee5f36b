import { describe, expect, it } from 'vitest';
import { ruleInputSchema } from '#lib/model/alert.ts';
import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { matchesLabels, ruleProblem } from './rule.ts';

const field = { type: 'float', unit: 'none', help: '' } as const;
const catalogue: MeasurementDescriptor[] = [
  {
    name: 'host',
    help: '',
    tags: [],
    fields: [
      { ...field, name: 'cpu_ratio', kind: 'gauge' },
      { ...field, name: 'package_energy_joules_total', kind: 'counter' },
      { ...field, name: 'kernel', kind: 'text' },
    ],
  },
];

function threshold(measurement: string, name: string) {
  return ruleInputSchema.parse({
    kind: 'threshold',
    name: 'rule',
    measurement,
    field: name,
    comparison: 'above',
    threshold: 1,
    clearThreshold: 1,
    severity: 'info',
  });
}

describe('ruleProblem', () => {
  it('accepts a gauge', () => {
    expect(ruleProblem(threshold('host', 'cpu_ratio'), catalogue)).toBeNull();
  });

  it.each([
    ['host', 'package_energy_joules_total', /is a counter: it only grows/],
    ['host', 'kernel', /is text/],
    ['host', 'cpu_ration', /host has no field cpu_ration; it has cpu_ratio, package/],
    ['telegraf_net', 'bytes_total', /is a counter/],
  ])('refuses %s %s', (measurement, name, reason) => {
    expect(ruleProblem(threshold(measurement, name), catalogue)).toMatch(reason);
  });

  it('accepts what other writers measure, and silence of a counter', () => {
    expect(ruleProblem(threshold('telegraf_cpu', 'usage_idle'), catalogue)).toBeNull();
    const absence = ruleInputSchema.parse({
      kind: 'absence',
      name: 'rule',
      measurement: 'host',
      field: 'package_energy_joules_total',
      severity: 'warning',
    });
    expect(ruleProblem(absence, catalogue)).toBeNull();
  });
});

describe('ruleInputSchema', () => {
  it('wants the clear level on the healthy side', () => {
    const input = { ...threshold('host', 'cpu_ratio'), clearThreshold: 2 };
    expect(ruleInputSchema.safeParse(input).error?.issues[0]?.path).toEqual(['clearThreshold']);
    expect(ruleInputSchema.safeParse({ ...input, comparison: 'below' }).success).toBe(true);
  });
});

describe('matchesLabels', () => {
  it('wants every name, with any of its values', () => {
    const labels = { host: 'n1', rack: 'R01' };
    expect(matchesLabels({}, labels)).toBe(true);
    expect(matchesLabels({ rack: ['R02', 'R01'] }, labels)).toBe(true);
    expect(matchesLabels({ rack: ['R01'], host: ['n2'] }, labels)).toBe(false);
    expect(matchesLabels({ room: ['north'] }, labels)).toBe(false);
  });
});
