import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { missingRule } from './update-rule.ts';

/** Removes a rule; its alerts end, its history stays. @throws Refusal when there is none. */
export async function removeRule(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  id: string,
): Promise<void> {
  requireRole(principal, 'operator', `remove rule ${id}`);
  await database.prisma
    .$transaction(async (queries) => {
      const { name } = await queries.rule.delete({ where: { id } });
      await recordAudit(queries, principal, 'rule.remove', name, { id });
    })
    .catch((error: unknown) => {
      throw isMissingRecord(error) ? missingRule(id) : error;
    });
  await alerts.reload();
}
