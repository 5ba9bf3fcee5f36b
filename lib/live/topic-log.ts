import type { JoinedMessage, Topic, TopicMessage } from '#lib/wire/live-messages.ts';
import type { LiveClient } from './hub.ts';
import type { OrderedMessage } from './ordered-message.ts';

/** Messages of one topic and the clients that read them, each at its own pace. */
export interface TopicLog {
  append(payload: unknown, nowMs: number): void;
  /** Takes a message that has the same number on every server. */
  appendOrdered(message: OrderedMessage): void;
  /** Number of the newest message. */
  newest(): number;
  /** Begins after that number where there has been no message yet. */
  align(seq: number): void;
  /** @param after number of the last message the client has, undefined to begin with the next */
  join(client: LiveClient, after: number | undefined): void;
  leave(client: LiveClient): void;
  /** Sends what is waiting to every follower that keeps up. */
  flush(maxBufferedBytes: number): void;
}

interface Kept {
  readonly seq: number;
  readonly text: string;
}

/**
 * Keeps the newest `capacity` messages. A follower is a place in that list, so a slow one costs
 * nothing; when it falls off the end it is told that it missed something. Numbers rise, but servers
 * that share them leave some out.
 *
 * @param firstSeq number before the first message; grows from one start of the server to the next
 */
export function createTopicLog(topic: Topic, capacity: number, firstSeq: number): TopicLog {
  const kept: Kept[] = [];
  const positions = new Map<LiveClient, number>();
  let newest = firstSeq;
  /** Number of the last message that is not kept any more. */
  let gone = firstSeq;

  function keep(seq: number, timeMs: number, payload: unknown): void {
    newest = seq;
    kept.push({ seq, text: textOf({ type: 'topic', topic, seq, time: timeMs, payload }) });
    if (kept.length > capacity) gone = kept.shift()?.seq ?? gone;
  }

  function welcome(client: LiveClient, seq: number, missed: boolean): void {
    positions.set(client, seq);
    client.send(textOf({ type: 'joined', topic, seq, missed }));
  }

  function catchUp(client: LiveClient, from: number, maxBufferedBytes: number): void {
    let position = from;
    if (position < gone) {
      position = gone;
      welcome(client, position, true);
    }
    for (let at = firstAfter(kept, position); at < kept.length; at += 1) {
      const next = kept[at];
      if (!next || client.bufferedBytes() > maxBufferedBytes) break;
      client.send(next.text);
      position = next.seq;
    }
    if (positions.has(client)) positions.set(client, position);
  }

  /** Nobody knows what is missing between here and there: everyone reads the state anew. */
  function startAgainAt(seq: number): void {
    kept.length = 0;
    newest = seq;
    gone = seq;
    for (const client of positions.keys()) welcome(client, seq, true);
  }

  return {
    append: (payload, nowMs) => keep(newest + 1, nowMs, payload),
    appendOrdered({ seq, before, timeMs, payload }) {
      if (before !== newest) startAgainAt(before);
      keep(seq, timeMs, payload);
    },
    newest: () => newest,
    align(seq) {
      if (kept.length > 0 || seq === newest) return;
      newest = seq;
      gone = seq;
      for (const client of positions.keys()) positions.set(client, seq);
    },
    join(client, after) {
      const wanted = after ?? newest;
      const from = Math.min(Math.max(wanted, gone), newest);
      welcome(client, from, from !== wanted);
    },
    leave: (client) => void positions.delete(client),
    flush(maxBufferedBytes) {
      for (const [client, position] of positions) {
        if (position < newest) catchUp(client, position, maxBufferedBytes);
      }
    },
  };
}

function textOf(message: JoinedMessage | TopicMessage): string {
  return JSON.stringify(message);
}

/** Place of the first message after a number: followers are mostly near the end. */
function firstAfter(kept: readonly Kept[], seq: number): number {
  let at = kept.length;
  while (at > 0 && (kept[at - 1]?.seq ?? 0) > seq) at -= 1;
  return at;
}
