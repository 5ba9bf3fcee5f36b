import { readHeader } from '#lib/wire/frame-header.ts';
import { applyDelta, decodeDelta } from '#lib/wire/live-delta.ts';
import { decodeFrame, type LiveFrame } from '#lib/wire/live-frame.ts';
import type { LayoutMessage } from '#lib/wire/live-messages.ts';
import { questionId, questionKey, subscribeMessage, type LiveQuestion } from './live-question.ts';

/**
 * Newest values of everything a question matches. Object and arrays are the same until the layout is
 * another: they are brought up to date before each call. Copy what has to stay as it is.
 */
export interface FrameUpdate {
  /** Entities and fields in the order of the columns; the same object until the set changes. */
  readonly layout: LayoutMessage;
  /** Epoch milliseconds at which the server made the frame. */
  readonly timeMs: number;
  /** Epoch milliseconds of each entity's newest sample, NaN = none. */
  readonly sampleTimesMs: Float64Array;
  /** One a field, one value an entity, NaN = gap. */
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
  shown: Shown | null;
}

/** What a question's listeners have, and which frame that is. */
interface Shown {
  seq: number;
  readonly update: FrameUpdate & { timeMs: number };
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
    if (entry.shown) listener.frame(entry.shown.update);
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
    const { id, kind, layout } = readHeader(bytes).header;
    const entry = this.#byId.get(id);
    if (entry?.layout?.layout !== layout) return;
    if (kind === 'frame') entry.shown = showFrame(entry.layout, entry.shown, decodeFrame(bytes));
    else if (!followDelta(entry.shown, bytes)) {
      this.#askAgain(entry);
      return;
    }
    if (!entry.shown) return;
    for (const listener of entry.listeners) listener.frame(entry.shown.update);
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
      shown: null,
    };
    this.#byKey.set(key, entry);
    this.#byId.set(entry.id, entry);
    this.#send(subscribeMessage(entry.id, question));
    return entry;
  }

  /** The server believes that this tab has a frame that it has not: it begins again with a whole one. */
  #askAgain({ id, question }: Entry): void {
    this.#send(subscribeMessage(id, question));
  }

  #freeId(wanted: string): string {
    return this.#byId.has(wanted) ? this.#freeId(`${wanted}'`) : wanted;
  }
}

function showFrame(layout: LayoutMessage, before: Shown | null, frame: LiveFrame): Shown {
  const { seq, timeMs, sampleTimesMs, columns } = frame;
  if (before?.update.layout !== layout) {
    const copies = columns.map((column) => column.slice());
    return {
      seq,
      update: { layout, timeMs, sampleTimesMs: sampleTimesMs.slice(), columns: copies },
    };
  }
  before.seq = seq;
  before.update.timeMs = timeMs;
  before.update.sampleTimesMs.set(sampleTimesMs);
  for (const [index, column] of columns.entries()) before.update.columns[index]?.set(column);
  return before;
}

/** @returns false when it does not follow what is shown */
function followDelta(shown: Shown | null, bytes: ArrayBuffer): boolean {
  const delta = decodeDelta(bytes);
  if (shown?.update.layout.layout !== delta.layout || shown.seq !== delta.seq - 1) return false;
  if (shown.update.sampleTimesMs.length !== delta.entities) return false;
  applyDelta(delta, shown.update);
  shown.seq = delta.seq;
  shown.update.timeMs = delta.timeMs;
  return true;
}
