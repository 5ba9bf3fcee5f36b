import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Site, SiteInput } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';

const maxSites = 500;

/** @throws Refusal below operator, or when the name is taken. */
export async function createSite(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  input: SiteInput,
): Promise<Site> {
  requireRole(principal, 'operator', 'create site');
  return database.prisma
    .$transaction(async (tx) => {
      if ((await tx.site.count()) >= maxSites)
        throw new Refusal('too-many', `create site: there are ${maxSites}, the most there can be`);
      const site = await tx.site.create({ data: input });
      await recordAudit(tx, principal, 'site.create', site.name, { ...input });
      return site;
    })
    .catch((error: unknown) => rethrowTakenSite(error, input.name));
}

export function rethrowTakenSite(error: unknown, name: string): never {
  if (!isUniqueViolation(error)) throw error;
  throw new Refusal('conflict', `save site: there is a site ${name} already`);
}
