import { describe, expect, it } from 'vitest';
import type { SampleValue } from '#lib/store/store.ts';
import { ask, gpu, openHub, start } from '#tests/live/open-hub.ts';
import { createScreen } from '#tests/live/screen.ts';
import { tableOf } from '#tests/live/table.ts';

describe('latest', () => {
  it('keeps the newest value of each field, whatever the order of arrival', () => {
    const { hub, publish } = openHub();
    const row = (timeMs: number, fields: Record<string, SampleValue>) =>
      tableOf('gpu', [{ tags: { host: 'a' }, timeMs: start + timeMs, fields }]);
    publish(row(2000, { power_watts: 2, name: 'new' }));
    publish(row(1000, { power_watts: 1, name: 'old', up: true, energy: 7n }));
    expect(hub.latest('gpu', ['power_watts', 'name', 'up', 'energy', 'none'], {})).toEqual([
      { tags: { host: 'a', rack: 'R1' }, timeMs: start + 2000, values: [2, 'new', true, 7, null] },
    ]);
  });

  it('lists its series under the same tags as its rows, the same object each time', () => {
    const { hub, publish } = openHub();
    publish(gpu('a', 1), gpu('b', 2, 500));
    const [a, b] = hub.series('gpu', {});
    expect([a, b]).toEqual([
      { tags: { host: 'a', rack: 'R1' }, newestMs: start },
      { tags: { host: 'b', rack: 'R2' }, newestMs: start + 500 },
    ]);
    expect(hub.latest('gpu', ['power_watts'], {})[0]?.tags).toBe(a?.tags);
    expect(hub.series('gpu', { rack: ['R2'] })).toEqual([b]);
    expect(hub.series('none', {})).toEqual([]);
  });

  it('matches tags and inventory names, one of each', () => {
    const { hub, publish } = openHub();
    publish(gpu('a', 1), gpu('b', 2), gpu('c', 3));
    const hosts = (match: Record<string, string[]>) =>
      hub.latest('gpu', ['power_watts'], match).map((row) => row.tags.host);
    expect(hosts({ rack: ['R1', 'R9'] })).toEqual(['a']);
    expect(hosts({ host: ['b', 'c'] })).toEqual(['b', 'c']);
    expect(hosts({ host: ['b', 'c'], rack: ['R2'] })).toEqual(['b']);
    expect(hosts({ constructor: ['x'] })).toEqual([]);
  });

  it('shows a gap for a field that stays away while its series reports on', () => {
    const { hub, publish } = openHub();
    const row = (timeMs: number, fields: Record<string, SampleValue>) =>
      publish(tableOf('gpu', [{ tags: { host: 'a' }, timeMs: start + timeMs, fields }]));
    row(0, { power_watts: 5, fan_ratio: 0.5 });
    row(60_000, { power_watts: 6 });
    expect(hub.latest('gpu', ['fan_ratio'], {})[0]?.values).toEqual([0.5]);
    row(60_001, { power_watts: 6 });
    expect(hub.latest('gpu', ['fan_ratio', 'power_watts'], {})[0]?.values).toEqual([null, 6]);
  });

  it('makes the rate of a counter, from zero after a reset', () => {
    const { hub, publish } = openHub();
    const rate = () => hub.latest('gpu', ['rate(power_watts)'], {})[0]?.values[0];
    publish(gpu('a', 9_000_000_000_000_000, 0));
    expect(rate()).toBeNull();
    publish(gpu('a', 9_000_000_000_000_500, 2000));
    expect(rate()).toBe(250);
    publish(gpu('a', 30, 3000));
    expect(rate()).toBe(30);
  });

  it('forgets a series that nothing is heard of', () => {
    const { hub, publish, tickAt, world } = openHub({ forgetAfterMs: 60_000 });
    publish(gpu('a', 1), gpu('b', 2));
    world.nowMs += 50_000;
    publish(gpu('b', 3));
    tickAt(70_000);
    expect(hub.latest('gpu', ['power_watts'], {}).map((row) => row.tags.host)).toEqual(['b']);
    tickAt(200_000);
    expect(hub.latest('gpu', ['power_watts'], {})).toEqual([]);
  });

  it('leaves out series and fields beyond its bounds and takes new ones when old ones leave', () => {
    const { hub, publish, tickAt } = openHub({ series: 2, forgetAfterMs: 60_000 });
    publish(gpu('a', 1), gpu('b', 2), gpu('c', 3));
    expect(hub.latest('gpu', ['power_watts'], {})).toHaveLength(2);
    tickAt(70_000);
    publish(gpu('c', 3));
    expect(hub.latest('gpu', ['power_watts'], {}).map((row) => row.tags.host)).toEqual(['c']);
  });
});

describe('subscriptions', () => {
  it.each(['binary', 'json'] as const)('shows layout and frame at once, as %s', (encoding) => {
    const { hub, publish } = openHub();
    publish(gpu('b', 2), gpu('a', 1), tableOf('host', []));
    const screen = createScreen();
    hub.subscribe(screen.client, ask({ encoding, fields: ['power_watts', 'none'] }));
    expect(screen.rows('s')).toEqual([
      { tags: { host: 'a', rack: 'R1' }, values: [1, null], sampleMs: start },
      { tags: { host: 'b', rack: 'R2' }, values: [2, null], sampleMs: start },
    ]);
  });

  it('sends at most as often as asked and at once after a pause', () => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    publish(gpu('a', 0));
    hub.subscribe(screen.client, ask({ maxHz: 2 }));
    expect(screen.frames('s')).toBe(1);
    for (let ms = 100; ms < 1000; ms += 100) {
      publish(gpu('a', ms, ms));
      tickAt(ms);
    }
    expect(screen.frames('s')).toBe(2);
    tickAt(1000);
    expect(screen.frames('s')).toBe(3);
    for (let ms = 1100; ms <= 5000; ms += 100) tickAt(ms);
    expect(screen.frames('s')).toBe(3);
    publish(gpu('a', 7, 5050));
    tickAt(5100);
    expect(screen.frames('s')).toBe(4);
  });

  it('passes over a slow client and then shows it the newest frame only', () => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    publish(gpu('a', 0));
    hub.subscribe(screen.client, ask());
    screen.bufferedBytes = 1_000_000;
    for (let second = 1; second <= 50; second += 1) {
      publish(gpu('a', second, second * 1000), gpu(`new-${second}`, 1, second * 1000));
      tickAt(second * 1000);
    }
    expect(screen.frames('s')).toBe(1);
    screen.bufferedBytes = 0;
    tickAt(50_100);
    expect(screen.frames('s')).toBe(2);
    expect(screen.rows('s')[0]?.values).toEqual([50]);
    expect(screen.rows('s')).toHaveLength(51);
  });

  it('encodes a frame once for everyone who asks the same under the same name', () => {
    const { hub, publish } = openHub();
    publish(gpu('a', 1));
    const [one, two] = [createScreen(), createScreen()];
    const match = { host: ['a', 'b'], rack: ['R1'] };
    hub.subscribe(one.client, ask({ match }));
    hub.subscribe(two.client, ask({ match: { rack: ['R1'], host: ['b', 'a'] } }));
    expect(two.lastBinary()).toBe(one.lastBinary());
  });

  it('sends only what has changed to a client that asks for deltas, where that is shorter', () => {
    const { hub, publish, tickAt } = openHub();
    const [whole, delta] = [createScreen(), createScreen()];
    publish(gpu('a', 1), gpu('b', 2), gpu('c', 3));
    hub.subscribe(whole.client, ask());
    hub.subscribe(delta.client, ask({ delta: true }));
    publish(gpu('b', 20, 500));
    tickAt(1000);
    expect([delta.deltas('s'), whole.deltas('s'), delta.rows('s')]).toEqual([
      1,
      0,
      whole.rows('s'),
    ]);
    expect(delta.rows('s').map(({ values }) => values)).toEqual([[1], [20], [3]]);
    publish(gpu('a', 4, 1500), gpu('b', 5, 1500), gpu('c', 6, 1500));
    tickAt(2000);
    expect([delta.deltas('s'), delta.rows('s')]).toEqual([1, whole.rows('s')]);
  });

  it('sends a whole frame to a client that has missed one', () => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    publish(gpu('a', 1), gpu('b', 2), gpu('c', 3));
    hub.subscribe(screen.client, ask({ delta: true }));
    screen.bufferedBytes = 1_000_000;
    publish(gpu('a', 10, 500));
    tickAt(1000);
    screen.bufferedBytes = 0;
    publish(gpu('b', 20, 1500));
    tickAt(2000);
    expect(screen.deltas('s')).toBe(0);
    expect(screen.rows('s').map(({ values }) => values)).toEqual([[10], [20], [3]]);
  });

  it('sends frames less often when sending them takes long', () => {
    const { hub, publish, tickAt, world } = openHub();
    const screen = createScreen();
    publish(gpu('a', 1));
    hub.subscribe(screen.client, ask({ maxHz: 10 }));
    const share = screen.client.share.bind(screen.client);
    screen.client.share = (message) => {
      world.nowMs += 100;
      share(message);
    };
    while (world.nowMs < start + 3000) {
      publish(gpu('a', world.nowMs, world.nowMs - start));
      tickAt(world.nowMs - start + 20);
    }
    // A third of the time at 100 ms each, and not all of it.
    expect(screen.frames('s')).toBeGreaterThan(5);
    expect(screen.frames('s')).toBeLessThan(13);
  });

  it.each([false, true])('shows a gap for a field that stays away, deltas: %s', (delta) => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    const row = (host: string, timeMs: number, fields: Record<string, SampleValue>) =>
      publish(tableOf('gpu', [{ tags: { host }, timeMs: start + timeMs, fields }]));
    row('a', 0, { power_watts: 1, fan_ratio: 0.5 });
    row('b', 0, { power_watts: 1, fan_ratio: 0.25 });
    hub.subscribe(screen.client, ask({ fields: ['power_watts', 'fan_ratio'], delta }));
    const shown = () => screen.rows('s').map(({ values }) => values);
    for (let second = 1; second <= 70; second += 1) {
      row('a', second * 1000, { power_watts: second });
      row('b', second * 1000, { power_watts: 2, fan_ratio: 0.75 });
      tickAt(second * 1000 + 100);
      const fan = second <= 60 ? 0.5 : null;
      expect(shown()).toEqual([
        [second, fan],
        [2, 0.75],
      ]);
    }
    row('a', 71_000, { fan_ratio: 0.125 });
    tickAt(72_000);
    expect(shown()[0]).toEqual([70, 0.125]);
  });

  it('sends nothing when only others have reported', () => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    publish(gpu('a', 1), gpu('b', 2));
    hub.subscribe(screen.client, ask({ match: { host: ['a'] } }));
    publish(gpu('b', 3, 500));
    tickAt(1000);
    expect(screen.frames('s')).toBe(1);
  });

  it('goes on when a measurement was forgotten and comes back', () => {
    const { hub, publish, tickAt } = openHub({ forgetAfterMs: 60_000 });
    const screen = createScreen();
    publish(gpu('a', 1));
    hub.subscribe(screen.client, ask({ delta: true }));
    tickAt(70_000);
    expect(screen.rows('s')).toEqual([]);
    publish(gpu('a', 2, 70_000));
    tickAt(72_000);
    expect(screen.rows('s').map(({ values }) => values)).toEqual([[2]]);
  });

  it('sends a new layout when series come and when places change, not otherwise', () => {
    const { hub, publish, tickAt, world } = openHub();
    const screen = createScreen();
    publish(gpu('a', 1));
    hub.subscribe(screen.client, ask());
    publish(gpu('b', 2, 10));
    tickAt(1000);
    expect(screen.layouts('s')).toBe(2);
    hub.placesChanged();
    publish(gpu('b', 3, 1500));
    tickAt(2000);
    expect([screen.layouts('s'), screen.rows('s')[1]?.values]).toEqual([2, [3]]);
    world.racks.a = 'R7';
    hub.placesChanged();
    tickAt(3000);
    expect(screen.layouts('s')).toBe(3);
    expect(screen.rows('s')[0]?.tags).toEqual({ host: 'a', rack: 'R7' });
  });

  it('marks what is simulated', () => {
    const { hub, publish } = openHub();
    const tags = { host: 'x', simulated: 'true' };
    publish(tableOf('gpu', [{ tags, timeMs: start, fields: { power_watts: 1 } }]), gpu('a', 1));
    const screen = createScreen();
    hub.subscribe(screen.client, ask());
    expect(screen.simulated('s')).toEqual([false, true]);
  });

  it('refuses one subscription too many and one that is too large', () => {
    const { hub, publish, tickAt } = openHub({
      subscriptionsPerClient: 2,
      subscription: { series: 2, cells: 3 },
    });
    const screen = createScreen();
    for (const id of ['1', '2', '2', '3']) hub.subscribe(screen.client, ask({ id }));
    expect(screen.errors).toEqual(['subscribe 3: at most 2 subscriptions on one connection']);
    hub.unsubscribe(screen.client, '1');
    hub.subscribe(screen.client, ask({ id: '4', fields: ['power_watts', 'x'] }));
    publish(gpu('a', 1), gpu('b', 2));
    tickAt(1000);
    expect(screen.errors.at(-1)).toBe(
      'subscribe 4: 2 series match, at most 2 series and 3 values go into one subscription; ' +
        'narrow the match',
    );
    expect(screen.rows('2')).toHaveLength(2);
  });

  it('sends nothing to a client that left', () => {
    const { hub, publish, tickAt } = openHub();
    const screen = createScreen();
    hub.subscribe(screen.client, ask());
    hub.joinTopic(screen.client, 'alerts', undefined);
    const before = screen.received();
    hub.leave(screen.client);
    publish(gpu('a', 1));
    hub.announce('alerts', {});
    tickAt(1000);
    expect(screen.received()).toBe(before);
  });
});

describe('events of GPUs', () => {
  const event = (host: string, afterMs: number, fields: Record<string, SampleValue>) => ({
    tags: { host, gpu: 'GPU-1', kind: 'xid' },
    timeMs: start + afterMs,
    fields,
  });

  it('go to everyone who follows the topic, in the order of their time, with their place', () => {
    const { hub, publish } = openHub();
    const screen = createScreen();
    hub.joinTopic(screen.client, 'events', undefined);
    publish(
      gpu('a', 1),
      tableOf('gpu_event', [
        event('a', 2000, { code: 79n, title: 'fell off the bus', severity: 'critical' }),
        event('b', 1000, { code: 31n, title: 'page fault', severity: 'warning' }),
      ]),
    );
    expect(screen.topicMessages.map(({ payload }) => payload)).toMatchObject([
      { timeMs: start + 1000, host: 'b', rack: 'R2', code: 31, severity: 'warning' },
      { timeMs: start + 2000, host: 'a', rack: 'R1', code: 79, title: 'fell off the bus' },
    ]);
  });

  it('are not there for samples of anything else', () => {
    const { hub, publish } = openHub();
    const screen = createScreen();
    hub.joinTopic(screen.client, 'events', undefined);
    publish(gpu('a', 1));
    expect(screen.topicMessages).toEqual([]);
  });
});
