import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isMissingRecord } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Rack, RackInput } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { rethrowUnfitRack } from './create-rack.ts';
import { lockRack, standingIn, topOf } from './rack-space.ts';

/** @throws Refusal below operator, or when a host would stand above the rack's new height. */
export async function updateRack(
  { database, places }: Pick<Services, 'database' | 'places'>,
  principal: Principal,
  id: string,
  input: RackInput,
): Promise<Rack> {
  requireRole(principal, 'operator', 'change rack');
  const rack = await database.prisma
    .$transaction(async (tx) => {
      await lockRack(tx, id);
      const changed = await tx.rack.update({
        where: { id },
        data: input,
        include: { placements: true, devices: true },
      });
      const outside = standingIn(changed).find((standing) => topOf(standing) > input.heightU);
      if (outside)
        throw new Refusal(
          'conflict',
          `change rack ${input.name}: ${outside.host} stands at U ${topOf(outside)}, above ${input.heightU} U`,
        );
      await recordAudit(tx, principal, 'rack.update', changed.name, { ...input });
      return { id, ...input };
    })
    .catch((error: unknown) => {
      if (isMissingRecord(error)) throw missingRack('change');
      return rethrowUnfitRack(error, input.name);
    });
  await places.reload();
  return rack;
}

export function missingRack(verb: string): Refusal {
  return new Refusal('not-found', `${verb} rack: there is no such rack`);
}
