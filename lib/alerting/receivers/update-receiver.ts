import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Receiver, ReceiverChange } from '#lib/model/receiver.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { rethrowTakenName } from './create-receiver.ts';
import { receiverFromRow } from './receiver-row.ts';

/**
 * Changes a receiver; without a URL it keeps the one it has. What waits for one that is switched
 * off is dropped: old news would only mislead when it is switched on again.
 * @throws Refusal when there is no such receiver or the name is taken.
 */
export async function updateReceiver(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  id: string,
  { url, ...change }: ReceiverChange,
): Promise<Receiver> {
  requireRole(principal, 'operator', `change receiver ${change.name}`);
  const row = await database.prisma
    .$transaction(async (queries) => {
      // Another address has no outcome yet.
      const data = url === undefined ? change : { ...change, url, lastError: null };
      const updated = await queries.receiver.update({ where: { id }, data });
      if (!change.enabled) await queries.notification.deleteMany({ where: { receiverId: id } });
      const { origin } = receiverFromRow(updated, 0);
      const detail = { ...change, id, origin, isUrlChanged: url !== undefined };
      await recordAudit(queries, principal, 'receiver.update', updated.name, detail);
      return updated;
    })
    .catch((error: unknown) => {
      if (isMissingRecord(error)) throw missingReceiver(id);
      return rethrowTakenName(error, change.name);
    });
  await alerts.reload();
  const waiting = await database.prisma.notification.count({ where: { receiverId: id } });
  return receiverFromRow(row, waiting);
}

export function missingReceiver(id: string): Refusal {
  return new Refusal('not-found', `find receiver ${id}: there is none with this id`);
}
