import type { Rule as RuleRow } from '#lib/db/generated/client.ts';
import { ruleInputSchema, type Rule, type RuleInput } from '#lib/model/alert.ts';

/** Columns that nobody puts in. */
const ownColumns: readonly string[] = ['id', 'createdAt', 'updatedAt'];

/** @throws ZodError when the row was not written by this code. */
export function ruleFromRow(row: RuleRow): Rule {
  const present = Object.entries(row).filter(
    ([name, value]) => value !== null && !ownColumns.includes(name),
  );
  return { ...ruleInputSchema.parse(Object.fromEntries(present)), id: row.id };
}

/** Columns of a rule; those of the other kind are null. */
export function ruleColumns(rule: RuleInput) {
  const levels =
    rule.kind === 'threshold'
      ? {
          comparison: rule.comparison,
          threshold: rule.threshold,
          clearThreshold: rule.clearThreshold,
          gapSeconds: rule.gapSeconds,
        }
      : { comparison: null, threshold: null, clearThreshold: null, gapSeconds: null };
  const { kind, name, measurement, field, match, forSeconds } = rule;
  const { severity, summary, runbookUrl, enabled } = rule;
  const told = { severity, summary, runbookUrl, enabled };
  return { kind, name, measurement, field, match, forSeconds, ...levels, ...told };
}
