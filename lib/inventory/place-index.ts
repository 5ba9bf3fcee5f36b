import type { PlaceTags } from '#lib/live/hub.ts';
import type { Match, TagJoin } from '#lib/store/store.ts';

/** Names of the place a host stands in. */
export interface HostPlace {
  readonly site: string;
  readonly room: string;
  readonly row: string;
  readonly rack: string;
  readonly rackId: string;
}

/** The inventory in memory, for everything that joins samples with places. */
export interface PlaceIndex {
  /**
   * Adds site, room, row and rack to the tags of a series of a placed host; they win over tags of
   * that name an agent sent as a hint. Other series keep their own.
   */
  readonly tags: PlaceTags;
  /** The same for a query: names of every placed host. The same object until the next reload. */
  join(): TagJoin;
  /** Null while the host is not placed. */
  placeOf(host: string): HostPlace | null;
  /**
   * Replaces names of places by the hosts that stand there, so that a store, which knows only
   * hosts, can answer; null when no host can match. A name the inventory does not know is left for
   * the series' own tags.
   */
  hostMatch(match: Match): Match | null;
  /** Reads the inventory again. Called by every verb that changes it. */
  reload(): Promise<void>;
}

export const placeNames = ['site', 'room', 'row', 'rack'] as const;
