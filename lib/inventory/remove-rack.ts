import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { missingRack } from './update-rack.ts';

/** Removes a rack; hosts that stood in it wait to be placed again. @throws Refusal below operator. */
export async function removeRack(
  { database, places }: Pick<Services, 'database' | 'places'>,
  principal: Principal,
  id: string,
): Promise<void> {
  requireRole(principal, 'operator', 'remove rack');
  await database.prisma.$transaction(async (tx) => {
    const rack = await tx.rack.findUnique({ where: { id }, include: { placements: true } });
    if (!rack) throw missingRack('remove');
    await tx.rack.delete({ where: { id } });
    const hosts = rack.placements.map((placement) => placement.host);
    await recordAudit(tx, principal, 'rack.remove', rack.name, { hosts });
  });
  await places.reload();
}
