import type { Topic } from '#lib/wire/live-messages.ts';
import { deviceEventsIn } from './device-events.ts';
import type { LiveHub, PlaceTags } from './hub.ts';
import { gpuEventsIn } from './gpu-events.ts';
import { createLatestTables } from './latest-tables.ts';
import { Subscriptions, type SubscriptionLimits } from './subscriptions.ts';
import { createTopicLog, type TopicLog } from './topic-log.ts';

export interface LiveHubLimits extends SubscriptionLimits {
  /** Series kept in memory, all measurements together. */
  readonly series: number;
  /** Values kept in memory: 32 bytes each. */
  readonly cells: number;
  readonly messagesPerTopic: number;
  /** A series that nothing was heard of for so long leaves. */
  readonly forgetAfterMs: number;
}

const defaultLimits: LiveHubLimits = {
  subscription: { series: 100_000, cells: 1_000_000 },
  subscriptionsPerClient: 64,
  bufferedBytes: 256 * 1024,
  series: 500_000,
  cells: 10_000_000,
  messagesPerTopic: 1000,
  forgetAfterMs: 15 * 60_000,
};

export interface LiveHubOptions {
  readonly placeTags: PlaceTags;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly limits?: Partial<LiveHubLimits>;
}

/** The hub. It starts no timer: `tick` is to be called several times a second. */
export function createLiveHub({ placeTags, clock, limits: given }: LiveHubOptions): LiveHub {
  const limits = { ...defaultLimits, ...given };
  const tables = createLatestTables(placeTags, limits);
  const subscriptions = new Subscriptions((measurement) => tables.get(measurement), limits, clock);
  const logs = createTopicLogs(limits.messagesPerTopic, clock());
  const openedMs = clock();
  let forgetDueMs = 0;
  const announce = (topic: Topic, payloads: readonly unknown[]): void => {
    if (payloads.length === 0) return;
    for (const payload of payloads) logs[topic].append(payload, clock());
    logs[topic].flush(limits.bufferedBytes);
  };

  return {
    publish(arrived) {
      tables.publish(arrived, clock());
      announce('events', gpuEventsIn(arrived, placeTags));
      announce('device-events', deviceEventsIn(arrived));
    },
    remembers: (sinceMs) => sinceMs >= Math.max(openedMs, clock() - limits.forgetAfterMs),
    latest: (measurement, fields, match) => tables.latest(measurement, fields, match),
    series: (measurement, match) => tables.series(measurement, match),
    subscribe: (client, request) => subscriptions.add(client, request),
    unsubscribe: (client, id) => subscriptions.remove(client, id),
    leave(client) {
      subscriptions.removeAll(client);
      for (const log of Object.values(logs)) log.leave(client);
    },
    announce: (topic, payload) => announce(topic, [payload]),
    joinTopic(client, topic, after) {
      logs[topic].join(client, after);
      logs[topic].flush(limits.bufferedBytes);
    },
    leaveTopic: (client, topic) => logs[topic].leave(client),
    placesChanged: () => tables.placesChanged(),
    tick(nowMs) {
      if (nowMs >= forgetDueMs) {
        tables.forget(nowMs - limits.forgetAfterMs);
        forgetDueMs = nowMs + limits.forgetAfterMs / 60;
      }
      subscriptions.tick(nowMs);
      for (const log of Object.values(logs)) log.flush(limits.bufferedBytes);
    },
  };
}

function createTopicLogs(capacity: number, nowMs: number): Readonly<Record<Topic, TopicLog>> {
  // A thousand numbers for each millisecond: a restarted server never counts below the last one.
  const log = (topic: Topic) => createTopicLog(topic, capacity, nowMs * 1000);
  return {
    alerts: log('alerts'),
    events: log('events'),
    'device-events': log('device-events'),
    training: log('training'),
    agents: log('agents'),
  };
}
