import type { SampleTable, Tags } from '#lib/model/sample.ts';
import type { LatestRow, Match } from '#lib/store/store.ts';
import type { Subscribe, Topic } from '#lib/wire/live-messages.ts';

/** Newest value of every series in memory, and the clients that watch them. */
export interface LiveHub {
  /** Takes what just arrived. Rows older than what is known change nothing. */
  publish(tables: readonly SampleTable[], arrival: Arrival): void;
  /** Newest known values without asking the store. */
  latest(measurement: string, fields: readonly string[], match: Match): LatestRow[];
  /** True when nothing that was heard since then is missing here: no need to ask the store. */
  remembers(sinceMs: number): boolean;
  /** Every known series of a measurement, with the time of its newest sample. */
  series(measurement: string, match: Match): LatestSeries[];
  /** Starts a subscription; frames go to `client` until it leaves. */
  subscribe(client: LiveClient, request: Subscribe): void;
  unsubscribe(client: LiveClient, id: string): void;
  leave(client: LiveClient): void;
  /** Sends a message to everyone who follows the topic. */
  announce(topic: Topic, payload: unknown): void;
  joinTopic(client: LiveClient, topic: Topic, after: number | undefined): void;
  leaveTopic(client: LiveClient, topic: Topic): void;
  /** To be called after the inventory changed: joins names again and sends the new layouts. */
  placesChanged(): void;
  /** Makes and sends the frames that are due. The owner of the clock calls it. */
  tick(nowMs: number): void;
}

export interface Arrival {
  readonly receivedAtMs: number;
  /** True when the batch waited on an agent's disk: stored and charted, but it pages nobody. */
  readonly backlog: boolean;
}

export interface LatestSeries {
  /** Its own tags and the inventory's names; the same object for each look until they change. */
  readonly tags: Tags;
  readonly newestMs: number;
}

/** One browser, as the hub sees it. */
export interface LiveClient {
  send(message: string): void;
  /** The same message object goes to many: what can be worked out once for all of them should be. */
  share(message: SharedMessage): void;
  /** Bytes accepted but not yet on the wire; the hub skips frames while it is high. */
  bufferedBytes(): number;
}

/** A message that many clients are sent. Never changed once it was sent. */
export interface SharedMessage {
  /** A string is a text message, bytes a binary one. */
  readonly data: string | Uint8Array;
}

/** Adds the inventory's names (site, room, row, rack) to a series' own tags. */
export type PlaceTags = (tags: Tags) => Tags;
