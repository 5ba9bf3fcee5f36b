import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Bus } from '#lib/bus/bus.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Log } from '#lib/services.ts';
import { topicSchema, type Topic } from '#lib/wire/live-messages.ts';
import type { Leadership } from './leadership.ts';
import type { Member, Members } from './members.ts';

export interface TopicOrderOptions {
  readonly bus: Bus;
  readonly members: Pick<Members, 'selfId' | 'leader' | 'onBeat'>;
  readonly leadership: Pick<Leadership, 'term'>;
  readonly hub: () => Pick<LiveHub, 'announce' | 'takeOrdered' | 'alignTopic' | 'newestSeq'>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * Numbers the messages of live topics alike on every server, so that a browser that lost its server
 * goes on with the next one where it was: the leader gives the numbers, the others ask it to.
 */
export interface TopicOrder {
  /** False while there is no bus: the message is then this server's own. */
  announce(topic: Topic, payload: unknown): boolean;
  /** Tries again what no leader has taken yet. Call it about once a second. */
  tick(): void;
}

const announcementSchema = z.object({
  key: z.string().min(1).max(64),
  topic: topicSchema,
  payload: z.looseObject({}),
});
type Announcement = z.output<typeof announcementSchema>;

const orderedSchema = announcementSchema.extend({
  /** Of the leader that gave the number: one that lost the lead is not listened to any more. */
  term: z.number(),
  seq: z.number().int(),
  before: z.number().int(),
  timeMs: z.number(),
});
type Ordered = z.output<typeof orderedSchema>;

const orderedSubject = 'topics';
const answerMs = 2_000;
const mostWaiting = 1_000;
const mostKeys = 2_000;

export function orderTopics(options: TopicOrderOptions): TopicOrder {
  const sequencer = new TopicSequencer(options);
  return {
    announce: (topic, payload) => sequencer.announce(topic, payload),
    tick: () => sequencer.pump(),
  };
}

class TopicSequencer {
  readonly #options: TopicOrderOptions;
  readonly #waiting: Announcement[] = [];
  readonly #keys = new Set<string>();
  #newestTerm = 0;
  #isAsking = false;

  constructor(options: TopicOrderOptions) {
    this.#options = options;
    const { bus, members, leadership } = options;
    bus.subscribe(orderedSubject, (data) => this.#take(decodeJson(orderedSchema, data)));
    bus.serve(orderSubject(members.selfId), (data) => {
      const { term } = leadership;
      if (term === null) throw new Error('number an announcement: this server does not lead');
      this.#giveNumber(decodeJson(announcementSchema, data), term);
      return Promise.resolve(encodeJson({ taken: true }));
    });
    bus.onState((isConnected) => {
      if (!isConnected) this.#keepToOurselves();
    });
    members.onBeat((member) => this.#align(member));
  }

  announce(topic: Topic, payload: unknown): boolean {
    if (!this.#options.bus.isConnected) return false;
    const read = announcementSchema.safeParse({ key: keyOf(topic, payload), topic, payload });
    if (!read.success) return false;
    if (this.#waiting.push(read.data) > mostWaiting) {
      this.#waiting.shift();
      this.#options.log.warn({ topic }, 'nobody leads: an announcement was let go');
    }
    this.pump();
    return true;
  }

  pump(): void {
    if (this.#isAsking || this.#waiting.length === 0) return;
    this.#isAsking = true;
    // Without an answer it stays first in line: another leader will be asked.
    void this.#askLeader()
      .catch(() => false)
      .then((isDone) => {
        this.#isAsking = false;
        // What came after the last look.
        if (isDone) this.pump();
      });
  }

  /** False when there is nobody to ask. */
  async #askLeader(): Promise<boolean> {
    const { bus, members, leadership } = this.#options;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const { term } = leadership;
      if (term !== null) this.#giveNumber(first, term);
      else {
        const leader = members.leader();
        if (!leader || leader.isSelf) return false;
        await bus.request(orderSubject(leader.id), encodeJson(first), answerMs);
      }
      if (this.#waiting[0] === first) this.#waiting.shift();
    }
    return true;
  }

  /** Once for each key: an announcement whose answer was lost comes again. */
  #giveNumber(announcement: Announcement, term: bigint): void {
    if (this.#keys.has(announcement.key)) return;
    const { bus, hub, clock } = this.#options;
    const before = hub().newestSeq(announcement.topic);
    const timeMs = clock();
    const seq = Math.max(before + 1, timeMs * 1000);
    const ordered = { ...announcement, term: Number(term), seq, before, timeMs };
    bus.publish(orderedSubject, encodeJson(ordered));
    this.#take(ordered);
  }

  #take(ordered: Ordered): void {
    if (ordered.term < this.#newestTerm) return;
    this.#newestTerm = ordered.term;
    this.#keys.add(ordered.key);
    const [oldest] = this.#keys;
    if (this.#keys.size > mostKeys && oldest !== undefined) this.#keys.delete(oldest);
    this.#options.hub().takeOrdered(ordered.topic, ordered);
  }

  /** A server that has just started counts on from where the others are. */
  #align({ term, topics }: Member): void {
    if (term === null || term < this.#newestTerm || this.#options.leadership.term !== null) return;
    for (const topic of topicSchema.options) {
      const seq = topics[topic];
      if (seq !== undefined) this.#options.hub().alignTopic(topic, seq);
    }
  }

  /** What nobody numbered is told at least to those who watch here. */
  #keepToOurselves(): void {
    for (const { topic, payload } of this.#waiting.splice(0)) {
      this.#options.hub().announce(topic, payload);
    }
  }
}

function orderSubject(id: string): string {
  return `order.${id}`;
}

/** The same event is one message, however often its batch is sent and to whichever server. */
function keyOf(topic: Topic, payload: unknown): string {
  if (topic !== 'events' && topic !== 'device-events') return randomUUID();
  return createHash('sha256')
    .update(`${topic} ${JSON.stringify(payload)}`)
    .digest('hex');
}
