import type { JoinedMessage, Topic, TopicMessage } from '#lib/wire/live-messages.ts';

export interface TopicListener {
  /** Each message once and in order, also across reconnections. */
  message(payload: unknown, timeMs: number): void;
  /** Some messages are lost for good: read the state from the API again. */
  missed?(): void;
  /** Hears everything from now on: what the page does not show of before is read from the API. */
  joined?(): void;
}

interface Followed {
  readonly listeners: Set<TopicListener>;
  /** Number of the newest message that was heard; undefined before the server has answered. */
  seq: number | undefined;
}

/** Topics of a tab and how far each has been read. */
export class TopicBook {
  readonly #topics = new Map<Topic, Followed>();
  readonly #send: (message: object) => void;

  /** @param send does nothing while there is no connection */
  constructor(send: (message: object) => void) {
    this.#send = send;
  }

  /** @returns stops listening */
  add(topic: Topic, listener: TopicListener): () => void {
    const followed = this.#topics.get(topic) ?? this.#follow(topic);
    followed.listeners.add(listener);
    if (followed.seq !== undefined) listener.joined?.();
    return () => {
      if (!followed.listeners.delete(listener) || followed.listeners.size > 0) return;
      this.#topics.delete(topic);
      this.#send({ type: 'leave', topic });
    };
  }

  /** Goes on, on a new connection, where the last one ended. */
  resume(): void {
    for (const [topic, { seq }] of this.#topics) {
      this.#send({ type: 'topic', topic, ...(seq !== undefined && { after: seq }) });
    }
  }

  readJoined({ topic, seq, missed }: JoinedMessage): void {
    const followed = this.#topics.get(topic);
    if (!followed) return;
    const isFirst = followed.seq === undefined;
    followed.seq = seq;
    for (const listener of followed.listeners) {
      if (missed) listener.missed?.();
      else if (isFirst) listener.joined?.();
    }
  }

  readMessage({ topic, seq, time, payload }: TopicMessage): void {
    const followed = this.#topics.get(topic);
    if (!followed) return;
    followed.seq = seq;
    for (const listener of followed.listeners) listener.message(payload, time);
  }

  #follow(topic: Topic): Followed {
    const followed: Followed = { listeners: new Set(), seq: undefined };
    this.#topics.set(topic, followed);
    this.#send({ type: 'topic', topic });
    return followed;
  }
}
