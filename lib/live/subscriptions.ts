import type { ErrorMessage, Subscribe } from '#lib/wire/live-messages.ts';
import type { LiveClient } from './hub.ts';
import type { MeasurementTable } from './measurement-table.ts';
import { createShape, shapeKey, type Shape, type ShapeLimits } from './shape.ts';

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
  readonly sent: { layout: number; seq: number };
}

/** A shape, who watches it and when its next frame is due. */
interface Watched {
  readonly shape: Shape;
  readonly subscriptions: Set<Subscription>;
  dueMs: number;
}

/** Who watches what. Frames are made once a shape and handed to everyone who keeps up. */
export class Subscriptions {
  readonly #tableOf: (measurement: string) => MeasurementTable | undefined;
  readonly #limits: SubscriptionLimits;
  readonly #watched = new Map<string, Watched>();
  readonly #clients = new Map<LiveClient, Map<string, Subscription>>();
  #layouts = 0;

  constructor(
    tableOf: (measurement: string) => MeasurementTable | undefined,
    limits: SubscriptionLimits,
  ) {
    this.#tableOf = tableOf;
    this.#limits = limits;
  }

  /** An id that is in use is taken over by the new question. */
  add(client: LiveClient, request: Subscribe, nowMs: number): void {
    this.remove(client, request.id);
    const own = this.#clients.get(client) ?? new Map<string, Subscription>();
    const most = this.#limits.subscriptionsPerClient;
    if (own.size >= most) {
      sendError(client, request.id, `at most ${most} subscriptions on one connection`);
      return;
    }
    const key = shapeKey(request);
    const subscription = { client, id: request.id, key, sent: { layout: 0, seq: 0 } };
    this.#clients.set(client, own.set(request.id, subscription));
    const watched = this.#watch(request, key);
    watched.subscriptions.add(subscription);
    if (watched.dueMs === 0) this.#refresh(watched, nowMs);
    else this.#deliver(watched.shape, subscription);
  }

  remove(client: LiveClient, id: string): void {
    const own = this.#clients.get(client);
    const subscription = own?.get(id);
    if (!own || !subscription) return;
    own.delete(id);
    if (own.size === 0) this.#clients.delete(client);
    const watched = this.#watched.get(subscription.key);
    watched?.subscriptions.delete(subscription);
    if (watched?.subscriptions.size === 0) this.#watched.delete(subscription.key);
  }

  removeAll(client: LiveClient): void {
    for (const id of [...(this.#clients.get(client)?.keys() ?? [])]) this.remove(client, id);
  }

  tick(nowMs: number): void {
    for (const watched of [...this.#watched.values()]) {
      if (nowMs >= watched.dueMs) this.#refresh(watched, nowMs);
      else for (const one of watched.subscriptions) this.#deliver(watched.shape, one);
    }
  }

  #watch(request: Subscribe, key: string): Watched {
    const known = this.#watched.get(key);
    if (known) return known;
    const shape = createShape(request, this.#limits.subscription, () => (this.#layouts += 1));
    const watched: Watched = { shape, subscriptions: new Set(), dueMs: 0 };
    this.#watched.set(key, watched);
    return watched;
  }

  #refresh(watched: Watched, nowMs: number): void {
    const { shape, subscriptions } = watched;
    const outcome = shape.refresh(this.#tableOf(shape.measurement), nowMs);
    if (outcome.kind === 'too-large') {
      for (const one of [...subscriptions]) this.#refuseSize(one, outcome.series);
      return;
    }
    // While nothing changes it stays due, so that the next sample is shown as soon as it comes.
    if (outcome.kind === 'changed') watched.dueMs = nextDue(watched, nowMs);
    for (const one of subscriptions) this.#deliver(shape, one);
  }

  /** A client that is behind is passed over; once it has caught up it gets the newest frame. */
  #deliver(shape: Shape, { client, id, sent }: Subscription): void {
    const newest = shape.newest();
    const isBehind = client.bufferedBytes() > this.#limits.bufferedBytes;
    if (sent.seq === newest.seq || isBehind) return;
    if (sent.layout !== newest.layout) client.send(shape.layoutMessage(id));
    client.send(shape.frameMessage(id));
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

/** Keeps the rhythm when it can, and starts a new one after a pause. */
function nextDue({ dueMs, shape }: Watched, nowMs: number): number {
  const inRhythm = dueMs + shape.periodMs;
  return inRhythm > nowMs ? inRhythm : nowMs + shape.periodMs;
}

function sendError(client: LiveClient, id: string, fact: string): void {
  const message: ErrorMessage = { type: 'error', id, error: `subscribe ${id}: ${fact}` };
  client.send(JSON.stringify(message));
}
