import type { Queries } from '#lib/db/database.ts';

interface Standing {
  readonly host: string;
  readonly positionU: number | null;
  readonly heightU: number;
}

/** Highest U a host occupies; 0 while its position is not known. */
export function topOf({ positionU, heightU }: Omit<Standing, 'host'>): number {
  return positionU === null ? 0 : positionU + heightU - 1;
}

/** Everything in a rack; a device is told from a host of the same name. */
export function standingIn(rack: {
  readonly placements: readonly Standing[];
  readonly devices: readonly (Omit<Standing, 'host'> & { readonly name: string })[];
}): Standing[] {
  const devices = rack.devices.map(({ name, positionU, heightU }) => ({
    host: standingDevice(name),
    positionU,
    heightU,
  }));
  return [...rack.placements, ...devices];
}

export function standingDevice(name: string): string {
  return `device ${name}`;
}

export function spanOf(standing: Omit<Standing, 'host'>): string {
  const bottom = standing.positionU ?? 0;
  const top = topOf(standing);
  return bottom === top ? `U ${bottom}` : `U ${bottom} to ${top}`;
}

/** A host that already stands where `wanted` should; hosts without a position are in nobody's way. */
export function findOverlap<T extends Standing>(
  standing: readonly T[],
  wanted: Standing,
): T | undefined {
  const { positionU } = wanted;
  if (positionU === null) return undefined;
  return standing.find(
    (other) =>
      other.host !== wanted.host &&
      other.positionU !== null &&
      other.positionU <= topOf(wanted) &&
      topOf(other) >= positionU,
  );
}

/** Makes changes to one rack wait for each other, so that two hosts cannot take the same U. */
export async function lockRack(queries: Queries, id: string): Promise<void> {
  await queries.$queryRaw`select id from rack where id = ${id} for update`;
}
