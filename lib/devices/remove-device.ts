import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { missingDevice } from './update-device.ts';

/**
 * Takes a device off the list with its credentials, and tells its agent. What was read of it
 * stays.
 *
 * @throws Refusal below operator or without such a device
 */
export async function removeDevice(
  { database, assignments }: Pick<Services, 'database' | 'assignments'>,
  principal: Principal,
  id: string,
): Promise<void> {
  requireRole(principal, 'operator', 'remove device');
  const removed = await database.prisma.$transaction(async (tx) => {
    const [row] = await tx.device.findMany({ where: { id } });
    if (!row) throw missingDevice('remove');
    await tx.device.delete({ where: { id } });
    const { address, port, polledBy } = row;
    await recordAudit(tx, principal, 'device.remove', row.name, { address, port, polledBy });
    return row;
  });
  await assignments.send(removed.polledBy);
}
