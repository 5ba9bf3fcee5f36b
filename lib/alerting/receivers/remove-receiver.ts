import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { missingReceiver } from './update-receiver.ts';

/** Removes a receiver and what waits for it. @throws Refusal when there is none. */
export async function removeReceiver(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  id: string,
): Promise<void> {
  requireRole(principal, 'operator', `remove receiver ${id}`);
  await database.prisma
    .$transaction(async (queries) => {
      const { name } = await queries.receiver.delete({ where: { id } });
      await recordAudit(queries, principal, 'receiver.remove', name, { id });
    })
    .catch((error: unknown) => {
      throw isMissingRecord(error) ? missingReceiver(id) : error;
    });
  await alerts.reload();
}
