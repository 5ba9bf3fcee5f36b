import type { Tags } from '#lib/model/sample.ts';
import type { Match, TagJoin } from '../store.ts';

/** InfluxDB answers an absent tag of a series as an empty one, which no line can carry. */
export function ownTags(tags: Readonly<Record<string, string>> | undefined): Tags {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([, value]) => value !== ''));
}

/** The part of a match that the database can check: names from the inventory are not in it. */
export function databaseMatch(match: Match, join: TagJoin | undefined): Match {
  if (!join) return match;
  const joined = new Set(Object.values(join.names).flatMap((names) => Object.keys(names)));
  return Object.fromEntries(Object.entries(match).filter(([tag]) => !joined.has(tag)));
}
