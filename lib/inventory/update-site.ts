import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Site, SiteInput } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { rethrowTakenSite } from './create-site.ts';

/** @throws Refusal below operator, when there is no such site, or when the name is taken. */
export async function updateSite(
  { database, places }: Pick<Services, 'database' | 'places'>,
  principal: Principal,
  id: string,
  input: SiteInput,
): Promise<Site> {
  requireRole(principal, 'operator', 'change site');
  const site = await database.prisma
    .$transaction(async (tx) => {
      const changed = await tx.site.update({ where: { id }, data: input });
      await recordAudit(tx, principal, 'site.update', changed.name, { ...input });
      return changed;
    })
    .catch((error: unknown) => {
      if (isMissingRecord(error)) throw missingSite('change');
      return rethrowTakenSite(error, input.name);
    });
  await places.reload();
  return site;
}

export function missingSite(verb: string): Refusal {
  return new Refusal('not-found', `${verb} site: there is no such site`);
}
