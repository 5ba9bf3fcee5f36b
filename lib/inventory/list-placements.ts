import { pageFrom, type Page, type PageQuery } from '#lib/api/page.ts';
import type { HostPlacement } from '#lib/model/place.ts';
import type { Services } from '#lib/services.ts';

/** Measurements whose `host` is a machine that can stand in a rack, with a field each has. */
const hostMeasurements = [
  ['host', 'uptime_seconds'],
  ['gpu', 'power_watts'],
  ['agent', 'resident_bytes'],
] as const;

/** Every host that is placed or has reported lately, by name; not placed ones have no rack. */
export async function listPlacements(
  { database, hub, agents }: Pick<Services, 'database' | 'hub' | 'agents'>,
  query: PageQuery & { readonly rackId?: string | undefined },
): Promise<Page<HostPlacement>> {
  const { rackId } = query;
  const placed: HostPlacement[] = await database.prisma.placement.findMany({
    where: rackId === undefined ? {} : { rackId },
  });
  const known = new Set(placed.map(({ host }) => host));
  const waiting = rackId === undefined ? reportingHosts({ hub, agents }) : new Set<string>();
  const unplaced = [...waiting]
    .filter((host) => !known.has(host))
    .map((host) => ({ host, rackId: null, positionU: null, heightU: 1 }));
  const all = [...placed, ...unplaced].sort((a, b) => (a.host < b.host ? -1 : 1));
  return pageFrom(all, query, ({ host }) => host);
}

/** Hosts the server has heard of since it started. */
function reportingHosts({ hub, agents }: Pick<Services, 'hub' | 'agents'>): Set<string> {
  const hosts = new Set(agents.list().map(({ host }) => host));
  for (const [measurement, field] of hostMeasurements) {
    for (const { tags } of hub.latest(measurement, [field], {})) {
      if (tags['host'] !== undefined) hosts.add(tags['host']);
    }
  }
  return hosts;
}
