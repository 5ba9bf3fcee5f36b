import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Queries } from '#lib/db/database.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { HostPlacement, PlacementInput } from '#lib/model/place.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { findOverlap, lockRack, spanOf, standingIn, topOf } from './rack-space.ts';

/**
 * Puts a host into a rack, moves it, or with `rackId: null` takes it out. Its history moves with
 * it: series know only the host's name.
 *
 * @throws Refusal below operator, or when it does not fit there
 */
export async function placeHost(
  { database, places }: Pick<Services, 'database' | 'places'>,
  principal: Principal,
  input: PlacementInput,
): Promise<HostPlacement> {
  requireRole(principal, 'operator', 'place host');
  await database.prisma.$transaction(async (tx) => {
    if (input.rackId === null) await takeOut(tx, principal, input.host);
    else await putIn(tx, principal, { ...input, rackId: input.rackId });
  });
  await places.reload();
  return input;
}

async function takeOut(queries: Queries, principal: Principal, host: string): Promise<void> {
  const before = await queries.placement.findUnique({
    where: { host },
    include: { rack: true },
  });
  if (!before) return;
  await queries.placement.delete({ where: { host } });
  await recordAudit(queries, principal, 'host.take-out', host, { rack: before.rack.name });
}

async function putIn(
  queries: Queries,
  principal: Principal,
  { host, rackId, positionU, heightU }: PlacementInput & { readonly rackId: string },
): Promise<void> {
  await lockRack(queries, rackId);
  const rack = await queries.rack.findUnique({
    where: { id: rackId },
    include: { placements: true, devices: true },
  });
  if (!rack) throw new Refusal('not-found', `place host ${host}: there is no such rack`);
  const wanted = { host, positionU, heightU };
  if (topOf(wanted) > rack.heightU)
    throw new Refusal(
      'conflict',
      `place host ${host}: rack ${rack.name} ends at U ${rack.heightU}, below U ${topOf(wanted)}`,
    );
  const other = findOverlap(standingIn(rack), wanted);
  if (other)
    throw new Refusal(
      'conflict',
      `place host ${host}: ${other.host} stands at ${spanOf(other)} of rack ${rack.name}`,
    );
  const place = { rackId, positionU, heightU };
  await queries.placement.upsert({
    where: { host },
    create: { host, ...place },
    update: place,
  });
  await recordAudit(queries, principal, 'host.place', host, {
    rack: rack.name,
    positionU,
    heightU,
  });
}
