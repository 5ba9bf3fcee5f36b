import { describe, expect, it } from 'vitest';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { createTestCluster, quietLog, settle } from '#tests/cluster/members.ts';
import { createScreen } from '#tests/live/screen.ts';
import { orderTopics, type TopicOrder } from './order-topics.ts';

function makeServers(count: number) {
  const cluster = createTestCluster(count);
  const clock = () => cluster.clock.nowMs;
  const servers = cluster.all.map((member) => {
    const order: TopicOrder = orderTopics({ ...member, hub: () => hub, clock, log: quietLog });
    const hub: LiveHub = createLiveHub({
      ...{ placeTags: (tags) => tags, clock },
      order: (topic, payload) => order.announce(topic, payload),
    });
    const screen = createScreen();
    hub.joinTopic(screen.client, 'training', undefined);
    return Object.assign(member, { order, hub, screen });
  });
  const shown = () =>
    servers.map(({ screen }) => screen.topicMessages.map(({ payload }) => payload));
  const numbers = () => servers.map(({ screen }) => screen.topicMessages.map(({ seq }) => seq));
  return { ...cluster, servers, shown, numbers };
}

const run = (id: number) => ({ kind: 'run', id });

describe('announcements of several servers', () => {
  it('have one order and the same numbers everywhere', async () => {
    const { servers, shown, numbers } = makeServers(3);
    servers[1]?.leadership.give(1n);
    for (let id = 0; id < 30; id += 1) {
      servers[id % 3]?.hub.announce('training', run(id));
      if (id % 4 === 0) await settle();
    }
    await settle();
    const [first, second, third] = numbers();
    expect(first).toHaveLength(30);
    expect([second, third]).toEqual([first, first]);
    expect(new Set(shown().map((messages) => JSON.stringify(messages))).size).toBe(1);
  });

  it('wait for a leader, and go on in order with the next one', async () => {
    const { servers, shown } = makeServers(2);
    const [one, two] = servers;
    one?.hub.announce('training', run(1));
    await settle();
    expect(shown()).toEqual([[], []]);
    two?.leadership.give(1n);
    one?.order.tick();
    await settle();
    two?.leadership.take();
    one?.hub.announce('training', run(2));
    await settle();
    one?.leadership.give(2n);
    one?.order.tick();
    await settle();
    expect(shown()).toEqual([
      [run(1), run(2)],
      [run(1), run(2)],
    ]);
  });

  it('let a client go on at another server where it was', async () => {
    const { servers } = makeServers(2);
    servers[0]?.leadership.give(1n);
    for (const id of [1, 2, 3]) servers[0]?.hub.announce('training', run(id));
    await settle();
    const after = servers[0]?.screen.topicMessages[0]?.seq;
    const moved = createScreen();
    servers[1]?.hub.joinTopic(moved.client, 'training', after);
    expect(moved.joins.at(-1)?.missed).toBe(false);
    expect(moved.topicMessages.map(({ payload }) => payload)).toEqual([run(2), run(3)]);
  });

  it('stay with their own server while the bus is away, and say afterwards what is missing', async () => {
    const { servers, broker, shown } = makeServers(2);
    servers[0]?.leadership.give(1n);
    servers[0]?.hub.announce('training', run(1));
    await settle();
    broker.cut();
    servers[1]?.hub.announce('training', run(2));
    expect(shown()[1]).toEqual([run(1), run(2)]);
    broker.mend();
    servers[0]?.hub.announce('training', run(3));
    await settle();
    expect(servers[1]?.screen.joins.at(-1)?.missed).toBe(true);
    expect(servers[0]?.screen.joins.at(-1)?.missed).toBe(false);
    expect(shown()[1]?.at(-1)).toEqual(run(3));
  });

  it('count on where the others are at a server that has just started', async () => {
    const { servers } = makeServers(2);
    const [one, fresh] = servers;
    if (!one || !fresh) throw new Error('there are no servers');
    one.leadership.give(1n);
    const before = createScreen();
    // As if the fresh server had been started after the first announcement.
    one.hub.takeOrdered('alerts', { seq: 9e15, before: 0, timeMs: 0, payload: { kind: 'edited' } });
    one.topics = { alerts: one.hub.newestSeq('alerts') };
    one.members.beat();
    fresh.hub.joinTopic(before.client, 'alerts', 9e15);
    expect(before.joins.at(-1)).toMatchObject({ seq: 9e15, missed: false });
    one.leadership.take();
    fresh.leadership.give(2n);
    const follower = createScreen();
    one.hub.joinTopic(follower.client, 'alerts', 9e15);
    fresh.hub.announce('alerts', { kind: 'edited' });
    await settle();
    expect(follower.joins).toHaveLength(1);
    expect(follower.topicMessages).toHaveLength(1);
  });

  it('show an event once, to whichever servers its batch was sent', async () => {
    const { servers } = makeServers(2);
    servers[0]?.leadership.give(1n);
    const screen = createScreen();
    servers[0]?.hub.joinTopic(screen.client, 'events', undefined);
    for (const server of servers) server.hub.announce('events', { host: 'h', code: 79, timeMs: 1 });
    await settle();
    expect(screen.topicMessages).toHaveLength(1);
  });
});
