import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Bus } from '#lib/bus/bus.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Log } from '#lib/services.ts';
import { topicSchema, type Topic } from '#lib/wire/live-messages.ts';
import type { Leadership } from './leadership.ts';
import type { Members } from './members.ts';

export interface TopicOrderOptions {
  readonly bus: Bus;
  readonly members: Pick<Members, 'selfId' | 'leader'>;
  readonly leadership: Pick<Leadership, 'term'>;
  readonly hub: () => Pick<LiveHub, 'announce' | 'takeOrdered' | 'newestSeq'>;
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
  const { bus, members, leadership, hub, clock, log } = options;
  const waiting: Announcement[] = [];
  const keys = new Set<string>();
  let newestTerm = 0;
  let asking = false;
  const orderSubject = (id: string) => `order.${id}`;

  const take = (ordered: Ordered): void => {
    if (ordered.term < newestTerm) return;
    newestTerm = ordered.term;
    remember(keys, ordered.key);
    hub().takeOrdered(ordered.topic, ordered);
  };

  /** Once for each key: an announcement whose answer was lost comes again. */
  const giveNumber = (announcement: Announcement, term: bigint): void => {
    if (keys.has(announcement.key)) return;
    const before = hub().newestSeq(announcement.topic);
    const timeMs = clock();
    const seq = Math.max(before + 1, timeMs * 1000);
    const ordered = { ...announcement, term: Number(term), seq, before, timeMs };
    bus.publish(orderedSubject, encodeJson(ordered));
    take(ordered);
  };

  const askLeader = async (): Promise<void> => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const { term } = leadership;
      const leader = members.leader();
      if (term !== null) giveNumber(first, term);
      else if (!leader || leader.isSelf) return;
      else await bus.request(orderSubject(leader.id), encodeJson(first), answerMs);
      if (waiting[0] === first) waiting.shift();
    }
  };
  const pump = (): void => {
    if (asking) return;
    asking = true;
    // Without an answer it stays first in line: another leader will be asked.
    askLeader()
      .catch(() => undefined)
      .finally(() => (asking = false));
  };

  bus.subscribe(orderedSubject, (data) => take(decodeJson(orderedSchema, data)));
  bus.serve(orderSubject(members.selfId), (data) => {
    const { term } = leadership;
    if (term === null) throw new Error('number an announcement: this server does not lead');
    giveNumber(decodeJson(announcementSchema, data), term);
    return Promise.resolve(encodeJson({ taken: true }));
  });
  bus.onState((isConnected) => {
    if (isConnected) return;
    // What nobody numbered is told at least to those who watch here.
    for (const { topic, payload } of waiting.splice(0)) hub().announce(topic, payload);
  });

  return {
    announce(topic, payload) {
      if (!bus.isConnected) return false;
      const read = announcementSchema.safeParse({ key: keyOf(topic, payload), topic, payload });
      if (!read.success) return false;
      if (waiting.push(read.data) > mostWaiting) {
        waiting.shift();
        log.warn({ topic }, 'nobody leads: an announcement was let go');
      }
      pump();
      return true;
    },
    tick: pump,
  };
}

/** The same event is one message, however often its batch is sent and to whichever server. */
function keyOf(topic: Topic, payload: unknown): string {
  if (topic !== 'events' && topic !== 'device-events') return randomUUID();
  return createHash('sha256').update(`${topic} ${JSON.stringify(payload)}`).digest('hex');
}

function remember(keys: Set<string>, key: string): void {
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > mostKeys && oldest !== undefined) keys.delete(oldest);
}
