import type { ErrorMessage, Subscribe } from '#lib/wire/live-messages.ts';
import type { LiveClient } from './hub.ts';
import type { MeasurementTable } from './measurement-table.ts';
import { createRhythm, type Rhythm } from './rhythm.ts';
import { Shape, shapeKey, type ShapeLimits } from './shape.ts';

export interface SubscriptionLimits {
  readonly subscription: ShapeLimits;
  readonly subscriptionsPerClient: number;
  /** A client with more than this on its way is sent nothing until it has caught up. */
  readonly bufferedBytes: number;
}

interface Subscription {
  readonly client: LiveClient;
  readonly id: string;
  readonly key: string;
  readonly takesDeltas: boolean;
  readonly sent: { layout: number; seq: number };
}

/** A shape, who watches it and when its frames leave. */
interface Watched {
  readonly shape: Shape;
  readonly rhythm: Rhythm;
  readonly subscriptions: Set<Subscription>;
  /** Those who had too much on its way when the newest frame was made. */
  readonly behind: Set<Subscription>;
}

/** Who watches what. Frames are made once a shape and handed to everyone who keeps up. */
export class Subscriptions {
  readonly #tableOf: (measurement: string) => MeasurementTable | undefined;
  readonly #limits: SubscriptionLimits;
  readonly #clock: () => number;
  readonly #watched = new Map<string, Watched>();
  readonly #clients = new Map<LiveClient, Map<string, Subscription>>();
  #layouts = 0;
  #restUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    tableOf: (measurement: string) => MeasurementTable | undefined,
    limits: SubscriptionLimits,
    clock: () => number,
  ) {
    this.#tableOf = tableOf;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** An id that is in use is taken over by the new question. */
  add(client: LiveClient, request: Subscribe): void {
    this.remove(client, request.id);
    const own = this.#clients.get(client) ?? new Map<string, Subscription>();
    const most = this.#limits.subscriptionsPerClient;
    if (own.size >= most) {
      sendError(client, request.id, `at most ${most} subscriptions on one connection`);
      return;
    }
    const key = shapeKey(request);
    const { id, delta: takesDeltas } = request;
    const subscription = { client, id, key, takesDeltas, sent: { layout: 0, seq: 0 } };
    this.#clients.set(client, own.set(request.id, subscription));
    const watched = this.#watch(request, key);
    watched.subscriptions.add(subscription);
    if (watched.subscriptions.size === 1) this.#refresh(watched, this.#clock());
    else this.#deliver(watched, subscription);
  }

  remove(client: LiveClient, id: string): void {
    const own = this.#clients.get(client);
    const subscription = own?.get(id);
    if (!own || !subscription) return;
    own.delete(id);
    if (own.size === 0) this.#clients.delete(client);
    const watched = this.#watched.get(subscription.key);
    watched?.subscriptions.delete(subscription);
    watched?.behind.delete(subscription);
    if (watched?.subscriptions.size === 0) this.#watched.delete(subscription.key);
  }

  removeAll(client: LiveClient): void {
    for (const id of [...(this.#clients.get(client)?.keys() ?? [])]) this.remove(client, id);
  }

  tick(nowMs: number): void {
    if (nowMs < this.#restUntilMs) return;
    for (const watched of [...this.#watched.values()]) {
      const { shape, rhythm, behind } = watched;
      const table = this.#tableOf(shape.measurement);
      const isDue = shape.hasNews(table) && rhythm.isDue(nowMs, table?.heardMs ?? 0);
      if (isDue) this.#refresh(watched, nowMs);
      else for (const one of [...behind]) this.#deliver(watched, one);
    }
    const doneMs = this.#clock();
    this.#restUntilMs = doneMs + Math.min(longestRestMs, (doneMs - nowMs) * restFactor);
  }

  #watch(request: Subscribe, key: string): Watched {
    const known = this.#watched.get(key);
    if (known) return known;
    const shape = new Shape(request, this.#limits.subscription, () => (this.#layouts += 1));
    const rhythm = createRhythm(shape.periodMs);
    const watched: Watched = { shape, rhythm, subscriptions: new Set(), behind: new Set() };
    this.#watched.set(key, watched);
    return watched;
  }

  #refresh(watched: Watched, nowMs: number): void {
    const { shape, rhythm, subscriptions } = watched;
    const outcome = shape.refresh(this.#tableOf(shape.measurement), nowMs);
    switch (outcome.kind) {
      case 'too-large':
        for (const one of [...subscriptions]) this.#refuseSize(one, outcome.series);
        return;
      case 'changed':
        rhythm.sent(nowMs);
        break;
      case 'unchanged':
        rhythm.idle();
    }
    for (const one of subscriptions) this.#deliver(watched, one);
  }

  /** A client that is behind is passed over; once it has caught up it gets the newest frame. */
  #deliver({ shape, behind }: Watched, subscription: Subscription): void {
    const { client, id, sent, takesDeltas } = subscription;
    const newest = shape.newest();
    if (sent.seq === newest.seq) return;
    if (client.bufferedBytes() > this.#limits.bufferedBytes) {
      behind.add(subscription);
      return;
    }
    behind.delete(subscription);
    const hasFrameBefore = sent.layout === newest.layout && sent.seq === newest.seq - 1;
    const delta = takesDeltas && hasFrameBefore ? shape.deltaMessage(id) : null;
    if (sent.layout !== newest.layout) client.share(shape.layoutMessage(id));
    client.share(delta ?? shape.frameMessage(id));
    sent.layout = newest.layout;
    sent.seq = newest.seq;
  }

  #refuseSize({ client, id }: Subscription, count: number): void {
    const { series, cells } = this.#limits.subscription;
    const bound = `at most ${series} series and ${cells} values go into one subscription`;
    sendError(client, id, `${count} series match, ${bound}; narrow the match`);
    this.remove(client, id);
  }
}

/** For one part of its time that the thread spends on frames, so many are left for everything else. */
const restFactor = 2;
/** A thread that was held up for other reasons is not to blame on frames. */
const longestRestMs = 1000;

function sendError(client: LiveClient, id: string, fact: string): void {
  const message: ErrorMessage = { type: 'error', id, error: `subscribe ${id}: ${fact}` };
  client.send(JSON.stringify(message));
}
