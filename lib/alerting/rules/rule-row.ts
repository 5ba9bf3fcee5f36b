import type { Rule as RuleRow } from '#lib/db/generated/client.ts';
import { ruleSchema, type Rule, type RuleInput } from '#lib/model/alert.ts';

/** Columns that are no part of a rule. */
const ownColumns: readonly string[] = ['createdAt', 'updatedAt'];

/** @throws ZodError when the row was not written by this code. */
export function ruleFromRow(row: RuleRow): Rule {
  const present = Object.entries(row).filter(
    ([name, value]) => value !== null && !ownColumns.includes(name),
  );
  return ruleSchema.parse(Object.fromEntries(present));
}

/** Columns of a rule; those of the other kind are null. */
export function ruleColumns(rule: RuleInput) {
  const none = { comparison: null, threshold: null, clearThreshold: null, gapSeconds: null };
  return { ...none, ...rule };
}
