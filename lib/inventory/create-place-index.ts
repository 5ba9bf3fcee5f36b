import type { Database } from '#lib/db/database.ts';
import type { Match, TagJoin } from '#lib/store/store.ts';
import { placeNames, type HostPlace, type PlaceIndex } from './place-index.ts';

/**
 * Reads the inventory and keeps it until `reload`.
 *
 * @param onChange called after every reload
 */
export async function createPlaceIndex(
  database: Database,
  onChange: () => void = () => undefined,
): Promise<PlaceIndex> {
  let places = await readPlaces(database);
  let join = joinOf(places);
  // One after the other: an older reading must not replace a newer one.
  let reading = Promise.resolve();
  const read = async () => {
    places = await readPlaces(database);
    join = joinOf(places);
    onChange();
  };
  return {
    tags: (tags) => {
      const place = tags['host'] === undefined ? undefined : places.get(tags['host']);
      if (!place) return tags;
      const { site, room, row, rack } = place;
      return { ...tags, site, room, row, rack };
    },
    join: () => join,
    placeOf: (host) => places.get(host) ?? null,
    hostMatch: (match) => hostMatch(places, match),
    reload: () => {
      reading = reading.then(read, read);
      return reading;
    },
  };
}

type Places = ReadonlyMap<string, HostPlace>;

async function readPlaces({ prisma }: Database): Promise<Places> {
  const rows = await prisma.placement.findMany({ include: { rack: { include: { site: true } } } });
  return new Map(
    rows.map(({ host, rack }) => [
      host,
      { site: rack.site.name, room: rack.room, row: rack.row, rack: rack.name, rackId: rack.id },
    ]),
  );
}

function joinOf(places: Places): TagJoin {
  const names = [...places].map(([host, { site, room, row, rack }]) => [
    host,
    { site, room, row, rack },
  ]);
  return { tag: 'host', names: Object.fromEntries(names) as TagJoin['names'] };
}

function hostMatch(places: Places, match: Match): Match | null {
  const wanted = placeNames.filter((name) => isKnown(places, name, match[name]));
  if (wanted.length === 0) return match;
  const hosts = [...places]
    .filter(([, place]) => wanted.every((name) => match[name]?.includes(place[name])))
    .map(([host]) => host)
    .filter((host) => match['host']?.includes(host) ?? true);
  if (hosts.length === 0) return null;
  const rest = Object.entries(match).filter(([name]) => !wanted.some((place) => place === name));
  return { ...Object.fromEntries(rest), host: hosts };
}

/** True when one of the names is a place with a host in it. */
function isKnown(
  places: Places,
  name: (typeof placeNames)[number],
  accepted: readonly string[] | undefined,
): boolean {
  if (accepted === undefined) return false;
  return [...places.values()].some((place) => accepted.includes(place[name]));
}
