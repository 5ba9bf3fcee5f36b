import type { Tags } from '#lib/model/sample.ts';
import { hintedIdPrefix, type HostPlacement, type Rack, type Site } from '#lib/model/place.ts';

/** What the inventory holds. */
export interface Places {
  readonly sites: readonly Site[];
  readonly racks: readonly Rack[];
  readonly placements: readonly HostPlacement[];
}

const byNumber = new Intl.Collator('en', { numeric: true });
const heightU = 42;
/** A machine with eight GPUs; thinner where more hosts share the rack. */
const mostHostU = 8;

/**
 * Adds what hosts say of themselves to what the inventory knows: a host without a place whose series
 * carry site, room, row and rack stands there, in a rack made up for it where none has that name.
 *
 * @param hints tags of series of hosts, the inventory's own names among them
 */
export function withHints(known: Places, hints: Iterable<Tags>): Places {
  const waiting = new Set(
    known.placements.flatMap(({ host, rackId }) => (rackId === null ? [host] : [])),
  );
  const sites = new Map(known.sites.map((site) => [site.name, site]));
  const racks = new Map(known.racks.map((rack) => [rackKey(rack), rack]));
  const placed = new Map<string, string>();
  const hostsOfRack = new Map<string, number>();
  for (const tags of hints) {
    const hint = readHint(tags);
    if (!hint || !waiting.has(hint.host) || placed.has(hint.host)) continue;
    const site = getOrAdd(sites, hint.site, () => hintedSite(hint.site));
    const named = { siteId: site.id, name: hint.rack };
    const rack = getOrAdd(racks, rackKey(named), () => hintedRack(site, hint));
    placed.set(hint.host, rack.id);
    hostsOfRack.set(rack.id, (hostsOfRack.get(rack.id) ?? 0) + 1);
  }
  if (placed.size === 0) return known;
  return {
    sites: [...sites.values()],
    racks: [...racks.values()].sort(byPlace(sites)),
    placements: known.placements.map((placement) => {
      const rackId = placed.get(placement.host);
      return rackId === undefined
        ? placement
        : { ...placement, rackId, heightU: hostU(hostsOfRack.get(rackId) ?? 1) };
    }),
  };
}

interface Hint {
  readonly host: string;
  readonly site: string;
  readonly room: string;
  readonly row: string;
  readonly rack: string;
}

function readHint({ host, site, room, row, rack }: Tags): Hint | null {
  if (!host || !site || !room || !row || !rack) return null;
  return { host, site, room, row, rack };
}

function hintedSite(name: string): Site {
  const id = hintedId(name);
  return { id, name, timeZone: 'UTC', energyPricePerKwh: null, currency: 'EUR' };
}

function hintedRack(site: Site, { room, row, rack }: Hint): Rack {
  const id = hintedId(`${site.name}\n${rack}`);
  return { id, siteId: site.id, room, row, name: rack, heightU, powerBudgetWatts: null };
}

/** Stands in addresses as it is. */
function hintedId(name: string): string {
  return hintedIdPrefix + Buffer.from(name).toString('base64url');
}

/** Nobody has said where in the rack they stand, so they share its height. */
function hostU(hosts: number): number {
  return Math.max(1, Math.min(mostHostU, Math.floor((heightU - 2) / hosts)));
}

function rackKey({ siteId, name }: Pick<Rack, 'siteId' | 'name'>): string {
  return JSON.stringify([siteId, name]);
}

function byPlace(sites: ReadonlyMap<string, Site>): (a: Rack, b: Rack) => number {
  const names = new Map([...sites.values()].map(({ id, name }) => [id, name]));
  const key = ({ siteId, room, row, name }: Rack) => [names.get(siteId) ?? '', room, row, name];
  return (a, b) => {
    const [first, second] = [key(a), key(b)];
    for (const [index, part] of first.entries()) {
      const order = byNumber.compare(part, second[index] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  };
}

function getOrAdd<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
