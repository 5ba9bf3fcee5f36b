import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Rule, RuleInput } from '#lib/model/alert.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { requireWorkingRule, rethrowTakenName } from './create-rule.ts';
import { ruleColumns, ruleFromRow } from './rule-row.ts';

/**
 * Replaces a rule. Alerts outlive a new level or wait; they end when it asks another question.
 * @throws Refusal when there is no such rule, it cannot work or the name is taken.
 */
export async function updateRule(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  id: string,
  input: RuleInput,
): Promise<Rule> {
  requireRole(principal, 'operator', `change rule ${input.name}`);
  requireWorkingRule(input);
  const row = await database.prisma
    .$transaction(async (queries) => {
      const updated = await queries.rule.update({ where: { id }, data: ruleColumns(input) });
      await recordAudit(queries, principal, 'rule.update', input.name, { id, ...input });
      return updated;
    })
    .catch((error: unknown) => {
      if (isMissingRecord(error)) throw missingRule(id);
      return rethrowTakenName(error, input.name);
    });
  await alerts.reload();
  return ruleFromRow(row);
}

export function missingRule(id: string): Refusal {
  return new Refusal('not-found', `find rule ${id}: there is none with this id`);
}
