import type { RuleInput, ThresholdRule } from '#lib/model/alert.ts';
import type { FieldKind, MeasurementDescriptor } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';

type Levels = Pick<ThresholdRule, 'comparison' | 'threshold' | 'clearThreshold'>;

export function isBeyond(rule: Levels, value: number): boolean {
  return rule.comparison === 'above' ? value > rule.threshold : value < rule.threshold;
}

export function isCleared(rule: Levels, value: number): boolean {
  return rule.comparison === 'above' ? value <= rule.clearThreshold : value >= rule.clearThreshold;
}

/** True when every name the rule asks for is among the labels with one of the accepted values. */
export function matchesLabels(match: RuleInput['match'], labels: Tags): boolean {
  return Object.entries(match).every(([name, accepted]) => {
    const value = labels[name];
    return value !== undefined && accepted.includes(value);
  });
}

/**
 * Why a rule cannot work, in one sentence; null when it can. Measurements that the catalogue does
 * not know come from other writers and are accepted by their name.
 */
export function ruleProblem(
  rule: RuleInput,
  catalogue: readonly MeasurementDescriptor[],
): string | null {
  const measurement = catalogue.find((known) => known.name === rule.measurement);
  const field = measurement?.fields.find((known) => known.name === rule.field);
  if (measurement && !field) {
    const known = measurement.fields.map(({ name }) => name).join(', ');
    return `${rule.measurement} has no field ${rule.field}; it has ${known}`;
  }
  if (rule.kind === 'absence') return null;
  return thresholdProblem(rule.field, field?.kind ?? guessedKind(rule.field));
}

function thresholdProblem(field: string, kind: FieldKind): string | null {
  switch (kind) {
    case 'counter':
      return `${field} is a counter: it only grows, so a threshold on it would never clear; choose a gauge`;
    case 'text':
      return `${field} is text: a threshold needs a number`;
    case 'gauge':
    case 'state':
      return null;
  }
}

/** The naming convention that our own catalogue keeps, too. */
function guessedKind(field: string): FieldKind {
  return field.endsWith('_total') ? 'counter' : 'gauge';
}
