import { formatDuration } from '#lib/format/duration.ts';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { findMetric } from '#lib/metrics/catalogue.ts';
import type { Alert, Rule, RuleInput } from '#lib/model/alert.ts';

/** The unit of what a rule looks at; `none` for what the catalogue does not know. */
export function ruleUnit({ kind, measurement, field }: RuleInput): DisplayUnit {
  if (kind === 'absence') return 'seconds';
  return findMetric(measurement, field)?.unit ?? 'none';
}

/** `above 95 % for 5 m, clears at 90 %`. */
export function conditionWords(rule: RuleInput): string {
  const wait = rule.forSeconds === 0 ? 'at once' : `for ${formatDuration(rule.forSeconds)}`;
  if (rule.kind === 'absence') return `silent ${wait}`;
  const unit = ruleUnit(rule);
  const levels = `${rule.comparison} ${formatText(rule.threshold, unit)} ${wait}`;
  if (rule.clearThreshold === rule.threshold) return levels;
  return `${levels}, clears at ${formatText(rule.clearThreshold, unit)}`;
}

/** `rack R01, R02`, or nothing where it is held against everything. */
export function matchWords(match: Rule['match']): string {
  return Object.entries(match)
    .map(([name, values]) => `${name} ${values.join(', ')}`)
    .join(' · ');
}

const placeNames = ['site', 'room', 'row', 'rack'];

/** What the alert is about, from the thing itself to the rack it stands in. */
export function whereWords({ labels }: Pick<Alert, 'labels'>): string {
  const own = Object.entries(labels).filter(
    ([name]) => !placeNames.includes(name) && !describes.includes(name),
  );
  const host = labels['host'];
  const rest = own.filter(([name]) => name !== 'host').map(([, value]) => value);
  const place = labels['rack'] === undefined ? [] : [labels['rack']];
  return [...place, ...(host === undefined ? [] : [host]), ...rest].join(' › ');
}

const describes = ['index', 'model', 'type'];
