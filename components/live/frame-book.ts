import { decodeFrame } from '#lib/wire/live-frame.ts';
import type { LayoutMessage } from '#lib/wire/live-messages.ts';
import { questionId, questionKey, subscribeMessage, type LiveQuestion } from './live-question.ts';

/** Newest values of everything a question matches. */
export interface FrameUpdate {
  /** Entities and fields in the order of the columns; the same object until the set changes. */
  readonly layout: LayoutMessage;
  /** Epoch milliseconds at which the server made the frame. */
  readonly timeMs: number;
  /** Epoch milliseconds of each entity's newest sample, NaN = none. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, one value an entity, NaN = gap. Views of the message: copy what you keep. */
  readonly columns: readonly Float32Array[];
}

export interface FrameListener {
  frame(update: FrameUpdate): void;
  /** The server will not answer this question; one sentence says why. */
  refused?(error: string): void;
}

interface Entry {
  readonly id: string;
  readonly question: LiveQuestion;
  readonly listeners: Set<FrameListener>;
  layout: LayoutMessage | null;
  update: FrameUpdate | null;
}

/** Questions of a tab: each is asked once however many panels want its answer. */
export class FrameBook {
  readonly #byKey = new Map<string, Entry>();
  readonly #byId = new Map<string, Entry>();
  readonly #send: (message: object) => void;

  /** @param send does nothing while there is no connection */
  constructor(send: (message: object) => void) {
    this.#send = send;
  }

  /** @returns stops listening */
  add(question: LiveQuestion, listener: FrameListener): () => void {
    const key = questionKey(question);
    const entry = this.#byKey.get(key) ?? this.#ask(key, question);
    entry.listeners.add(listener);
    if (entry.update) listener.frame(entry.update);
    return () => {
      if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return;
      this.#byKey.delete(key);
      this.#byId.delete(entry.id);
      this.#send({ type: 'unsubscribe', id: entry.id });
    };
  }

  /** Asks everything again, on a new connection or after a pause. */
  askAll(): void {
    for (const { id, question } of this.#byId.values()) this.#send(subscribeMessage(id, question));
  }

  pause(): void {
    for (const id of this.#byId.keys()) this.#send({ type: 'unsubscribe', id });
  }

  readLayout(layout: LayoutMessage): void {
    const entry = this.#byId.get(layout.id);
    if (entry) entry.layout = layout;
  }

  readFrame(bytes: ArrayBuffer): void {
    const { id, layout: number, timeMs, sampleTimesMs, columns } = decodeFrame(bytes);
    const entry = this.#byId.get(id);
    if (entry?.layout?.layout !== number) return;
    entry.update = { layout: entry.layout, timeMs, sampleTimesMs, columns };
    for (const listener of entry.listeners) listener.frame(entry.update);
  }

  readRefusal(id: string, error: string): void {
    for (const listener of this.#byId.get(id)?.listeners ?? []) listener.refused?.(error);
  }

  #ask(key: string, question: LiveQuestion): Entry {
    const entry: Entry = {
      id: this.#freeId(questionId(key)),
      question,
      listeners: new Set(),
      layout: null,
      update: null,
    };
    this.#byKey.set(key, entry);
    this.#byId.set(entry.id, entry);
    this.#send(subscribeMessage(entry.id, question));
    return entry;
  }

  #freeId(wanted: string): string {
    return this.#byId.has(wanted) ? this.#freeId(`${wanted}'`) : wanted;
  }
}
