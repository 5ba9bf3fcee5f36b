import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Rule } from '#lib/model/alert.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { ruleFromRow } from './rule-row.ts';
import { missingRule } from './update-rule.ts';

/** Switches a rule on or off; its alerts end when it is off. @throws Refusal when there is none. */
export async function enableRule(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  id: string,
  enabled: boolean,
): Promise<Rule> {
  requireRole(principal, 'operator', `switch rule ${id}`);
  const row = await database.prisma
    .$transaction(async (queries) => {
      const updated = await queries.rule.update({ where: { id }, data: { enabled } });
      const action = enabled ? 'rule.enable' : 'rule.disable';
      await recordAudit(queries, principal, action, updated.name, { id });
      return updated;
    })
    .catch((error: unknown) => {
      throw isMissingRecord(error) ? missingRule(id) : error;
    });
  await alerts.reload();
  return ruleFromRow(row);
}
