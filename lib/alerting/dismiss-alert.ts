import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';

/**
 * Ends an alert whose series will not come back, such as one of a host that was taken away. One
 * that is still true fires again. @throws Refusal when it is not active.
 */
export async function dismissAlert(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  ruleId: string,
  fingerprint: string,
): Promise<void> {
  requireRole(principal, 'operator', `dismiss alert ${fingerprint}`);
  if (!(await alerts.dismiss(ruleId, fingerprint))) {
    throw new Refusal('not-found', `dismiss alert ${fingerprint}: it is not active`);
  }
  await recordAudit(database.prisma, principal, 'alert.dismiss', fingerprint, { ruleId });
}
