import type { JoinedMessage, Topic, TopicMessage } from '#lib/wire/live-messages.ts';
import type { LiveClient } from './hub.ts';

/** Messages of one topic and the clients that read them, each at its own pace. */
export interface TopicLog {
  append(payload: unknown, nowMs: number): void;
  /** @param after number of the last message the client has, undefined to begin with the next */
  join(client: LiveClient, after: number | undefined): void;
  leave(client: LiveClient): void;
  /** Sends what is waiting to every follower that keeps up. */
  flush(maxBufferedBytes: number): void;
}

/**
 * Keeps the newest `capacity` messages. A follower is a place in that list, so a slow one costs
 * nothing; when it falls off the end it is told that it missed something.
 *
 * @param firstSeq number before the first message; grows from one start of the server to the next
 */
export function createTopicLog(topic: Topic, capacity: number, firstSeq: number): TopicLog {
  const kept: string[] = [];
  const positions = new Map<LiveClient, number>();
  let newest = firstSeq;

  const oldest = () => newest - kept.length;

  function welcome(client: LiveClient, seq: number, missed: boolean): void {
    const joined: JoinedMessage = { type: 'joined', topic, seq, missed };
    positions.set(client, seq);
    client.send(JSON.stringify(joined));
  }

  function catchUp(client: LiveClient, from: number, maxBufferedBytes: number): void {
    let position = from;
    if (position < oldest()) {
      position = oldest();
      welcome(client, position, true);
    }
    while (position < newest && client.bufferedBytes() <= maxBufferedBytes) {
      const message = kept[position - oldest()];
      if (message !== undefined) client.send(message);
      position += 1;
    }
    if (positions.has(client)) positions.set(client, position);
  }

  return {
    append(payload, nowMs) {
      newest += 1;
      const message: TopicMessage = { type: 'topic', topic, seq: newest, time: nowMs, payload };
      kept.push(JSON.stringify(message));
      if (kept.length > capacity) kept.shift();
    },
    join(client, after) {
      const wanted = after ?? newest;
      const from = Math.min(Math.max(wanted, oldest()), newest);
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
