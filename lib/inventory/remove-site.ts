import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { missingSite } from './update-site.ts';

/** @throws Refusal below operator, or while racks stand there. */
export async function removeSite(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  id: string,
): Promise<void> {
  requireRole(principal, 'operator', 'remove site');
  await database.prisma.$transaction(async (tx) => {
    const site = await tx.site.findUnique({ where: { id }, include: { racks: { take: 1 } } });
    if (!site) throw missingSite('remove');
    if (site.racks.length > 0)
      throw new Refusal(
        'conflict',
        `remove site ${site.name}: racks stand there; remove them first`,
      );
    await tx.site.delete({ where: { id } });
    await recordAudit(tx, principal, 'site.remove', site.name);
  });
}
