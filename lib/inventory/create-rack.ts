import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isForeignKeyViolation, isUniqueViolation } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Rack, RackInput } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';

const maxRacks = 20_000;

/** @throws Refusal below operator, without its site, or when the site has a rack of that name. */
export async function createRack(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  input: RackInput,
): Promise<Rack> {
  requireRole(principal, 'operator', 'create rack');
  return database.prisma
    .$transaction(async (tx) => {
      if ((await tx.rack.count()) >= maxRacks)
        throw new Refusal('too-many', `create rack: there are ${maxRacks}, the most there can be`);
      const rack = await tx.rack.create({ data: input });
      await recordAudit(tx, principal, 'rack.create', rack.name, { ...input });
      return rack;
    })
    .catch((error: unknown) => rethrowUnfitRack(error, input.name));
}

export function rethrowUnfitRack(error: unknown, name: string): never {
  if (isUniqueViolation(error))
    throw new Refusal('conflict', `save rack: the site has a rack ${name} already`);
  if (isForeignKeyViolation(error))
    throw new Refusal('not-found', `save rack ${name}: there is no such site`);
  throw error;
}
