import type { Queries } from '#lib/db/database.ts';
import {
  findOverlap,
  lockRack,
  spanOf,
  standingDevice,
  standingIn,
  topOf,
} from '#lib/inventory/rack-space.ts';
import { Refusal } from '#lib/model/refusal.ts';

export interface Place {
  readonly rackId: string | null;
  readonly positionU: number | null;
  readonly heightU: number;
}

/**
 * Holds the rack for the rest of the transaction.
 *
 * @param name of the device as it stands there now
 * @throws Refusal when there is no such rack or no room in it
 */
export async function checkSpace(
  queries: Queries,
  what: string,
  name: string,
  { rackId, positionU, heightU }: Place,
): Promise<void> {
  if (rackId === null) return;
  await lockRack(queries, rackId);
  const rack = await queries.rack.findUnique({
    where: { id: rackId },
    include: { placements: true, devices: true },
  });
  if (!rack) throw new Refusal('not-found', `${what}: there is no such rack`);
  const wanted = { host: standingDevice(name), positionU, heightU };
  if (topOf(wanted) > rack.heightU) {
    const fact = `rack ${rack.name} ends at U ${rack.heightU}, below U ${topOf(wanted)}`;
    throw new Refusal('conflict', `${what}: ${fact}`);
  }
  const other = findOverlap(standingIn(rack), wanted);
  if (!other) return;
  const fact = `${other.host} stands at ${spanOf(other)} of rack ${rack.name}`;
  throw new Refusal('conflict', `${what}: ${fact}`);
}
