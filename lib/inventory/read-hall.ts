import { simulatedTag } from '#lib/metrics/tags.ts';
import type { Services } from '#lib/services.ts';
import { withHints, type Places } from './hinted-places.ts';
import { listPlacements } from './list-placements.ts';
import { listRacks } from './list-racks.ts';
import { listSites } from './list-sites.ts';

/** Measurements whose series may say where their host stands. */
const hintMeasurements = ['host', 'gpu'] as const;

export interface Hall extends Places {
  /** True where there are more racks than were asked for. */
  readonly isCut: boolean;
  /** True where a host in it is simulated. */
  readonly isSimulated: boolean;
}

/** The hall as far as it is known: the inventory, and what hosts that it does not place say. */
export async function readHall(
  services: Pick<Services, 'database' | 'hub' | 'agents'>,
  most: { readonly sites: number; readonly racks: number; readonly hosts: number },
): Promise<Hall> {
  const [{ items: sites }, { items: racks, next }, { items: placements }] = await Promise.all([
    listSites(services, { limit: most.sites }),
    listRacks(services, { limit: most.racks }),
    listPlacements(services, { limit: most.hosts }),
  ]);
  const hints = hintMeasurements.flatMap((measurement) =>
    services.hub.series(measurement, {}).map(({ tags }) => tags),
  );
  const hall = withHints({ sites, racks, placements }, hints);
  return {
    ...hall,
    racks: hall.racks.slice(0, most.racks),
    isCut: next !== null || hall.racks.length > most.racks,
    isSimulated: hints.some((tags) => tags[simulatedTag.name] === 'true'),
  };
}
