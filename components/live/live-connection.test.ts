import { describe, expect, it } from 'vitest';
import { encodeFrame } from '#lib/wire/live-frame.ts';
import { connect, openWorld, type World } from '#tests/live/wire-world.ts';
import type { FrameUpdate } from './frame-book.ts';

const question = { measurement: 'gpu', fields: ['power_watts'] };

function subscriptionIds({ wire }: World): string[] {
  return wire().sent.flatMap((message) => (message.type === 'subscribe' ? [message.id] : []));
}

function answer(world: World, layout: number, values: number[], frameLayout = layout): void {
  const [id = ''] = subscriptionIds(world);
  const entities = values.map((_, index) => ({ host: `h${index}` }));
  const simulated = values.map(() => false);
  world.say({ type: 'layout', id, layout, ...question, entities, simulated });
  const times = values.map(() => 5);
  const frame = { id, layout: frameLayout, seq: 1, timeMs: 9, sampleTimesMs: times };
  world.wire().events.message(encodeFrame({ ...frame, columns: [values] }).buffer);
}

describe('state', () => {
  it('goes from connecting to live, stale and offline, and back with longer and longer waits', () => {
    const world = openWorld();
    const kinds: string[] = [];
    world.connection.onState(() => kinds.push(world.connection.state().kind));
    connect(world);
    world.pass(15_000);
    expect(world.connection.state()).toEqual({ kind: 'stale', sinceMs: 0 });
    world.say({ type: 'heartbeat', time: 0 });
    world.pass(15_000);
    world.pass(15_000);
    expect(kinds).toEqual(['connecting', 'live', 'stale', 'live', 'stale', 'offline']);
    expect(world.dialled[0]?.isClosed).toBe(true);
    expect(world.connection.state()).toMatchObject({ sinceMs: 15_000, retryAtMs: 45_500 });
    for (const waitMs of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = world.dialled.length;
      world.pass(waitMs - 1);
      expect(world.dialled).toHaveLength(before);
      world.pass(1);
      expect(world.dialled).toHaveLength(before + 1);
      world.wire().events.closed(1006);
    }
    world.connection.retryNow();
    world.wire().events.opened();
    world.say({ type: 'heartbeat', time: 0 });
    expect(world.connection.state().kind).toBe('live');
  });

  it('gives up a connection that is never answered', () => {
    const world = openWorld();
    world.connection.start();
    world.pass(30_000);
    expect(world.connection.state()).toMatchObject({ kind: 'offline', reason: 'unreachable' });
  });

  it('says signed out until the server lets it in again', () => {
    const world = openWorld();
    connect(world);
    world.wire().events.closed(4001);
    world.pass(500);
    world.wire().events.closed(1006);
    expect(world.connection.state()).toMatchObject({ kind: 'offline', reason: 'signed-out' });
  });

  it('ignores what an abandoned connection still says', () => {
    const world = openWorld();
    connect(world);
    const [first] = world.dialled;
    first?.events.closed(1006);
    world.pass(500);
    first?.events.closed(1006);
    first?.events.message('{"type":"heartbeat","time":0}');
    expect(world.connection.state().kind).toBe('connecting');
  });

  it('does nothing any more once stopped, and starts again', () => {
    const world = openWorld();
    connect(world);
    world.connection.stop();
    world.pass(100_000);
    world.connection.retryNow();
    expect(world.dialled).toHaveLength(1);
    world.connection.start();
    expect(world.dialled).toHaveLength(2);
  });
});

describe('frames', () => {
  it('asks a question once for all its listeners and shows the newest to a late one', () => {
    const world = openWorld();
    connect(world);
    const seen: FrameUpdate[] = [];
    const listener = { frame: (update: FrameUpdate) => seen.push(update) };
    const ends = [
      world.connection.subscribe(question, listener),
      world.connection.subscribe({ ...question, match: {} }, { ...listener }),
    ];
    expect(subscriptionIds(world)).toHaveLength(1);
    answer(world, 1, [1.5, Number.NaN]);
    expect(seen).toHaveLength(2);
    expect(seen[0]?.columns).toEqual([Float32Array.of(1.5, Number.NaN)]);
    world.connection.subscribe(question, { ...listener })();
    expect(seen[2]).toBe(seen[0]);
    ends[0]?.();
    ends[0]?.();
    expect(world.wire().sent.at(-1)?.type).toBe('subscribe');
    ends[1]?.();
    expect(world.wire().sent.at(-1)?.type).toBe('unsubscribe');
  });

  it('asks differently named questions apart, under names that every tab would use', () => {
    const ids = [openWorld(), openWorld()].map((world) => {
      connect(world);
      for (const host of ['a', 'b']) {
        world.connection.subscribe({ ...question, match: { host: [host] } }, { frame: () => 0 });
      }
      return subscriptionIds(world);
    });
    expect(new Set(ids[0]).size).toBe(2);
    expect(ids[1]).toEqual(ids[0]);
  });

  it('drops a frame of another layout than the one it knows', () => {
    const world = openWorld();
    connect(world);
    let frames = 0;
    world.connection.subscribe(question, { frame: () => (frames += 1) });
    answer(world, 1, [1], 2);
    expect(frames).toBe(0);
    answer(world, 2, [1, 2]);
    expect(frames).toBe(1);
  });

  it('tells the panel why its question is refused', () => {
    const world = openWorld();
    connect(world);
    const refusals: string[] = [];
    const listener = { frame: () => 0, refused: (error: string) => refusals.push(error) };
    world.connection.subscribe(question, listener);
    const [id = ''] = subscriptionIds(world);
    world.say({ type: 'error', id, error: 'too many series' });
    expect(refusals).toEqual(['too many series']);
  });

  it('asks again after a reconnection, and after a pause what came meanwhile as well', () => {
    const world = openWorld();
    world.connection.subscribe(question, { frame: () => 0 });
    connect(world);
    expect(subscriptionIds(world)).toHaveLength(1);
    world.wire().events.closed(1006);
    world.pass(500);
    world.wire().events.opened();
    expect(subscriptionIds(world)).toHaveLength(1);
    world.connection.setPaused(true);
    world.connection.subscribe({ ...question, maxHz: 2 }, { frame: () => 0 });
    expect(world.wire().sent.map((message) => message.type)).toEqual(['subscribe', 'unsubscribe']);
    world.connection.setPaused(false);
    expect(subscriptionIds(world)).toHaveLength(3);
  });
});

describe('topics', () => {
  it('resumes after the last message and passes on what is lost', () => {
    const world = openWorld();
    connect(world);
    const heard: unknown[] = [];
    let missed = 0;
    world.connection.follow('training', {
      message: (payload) => heard.push(payload),
      missed: () => (missed += 1),
    });
    world.say({ type: 'joined', topic: 'training', seq: 7, missed: false });
    world.say({ type: 'topic', topic: 'training', seq: 8, time: 0, payload: 'run' });
    world.wire().events.closed(1006);
    world.pass(500);
    world.wire().events.opened();
    expect(world.wire().sent).toEqual([{ type: 'topic', topic: 'training', after: 8 }]);
    world.say({ type: 'joined', topic: 'training', seq: 20, missed: true });
    expect([heard, missed]).toEqual([['run'], 1]);
  });

  it('says once to each listener that nothing is lost from now on', () => {
    const world = openWorld();
    connect(world);
    const joined: string[] = [];
    const listen = (name: string) =>
      world.connection.follow('events', { message: () => 0, joined: () => joined.push(name) });
    listen('first');
    expect(joined).toEqual([]);
    world.say({ type: 'joined', topic: 'events', seq: 7, missed: false });
    listen('later');
    world.wire().events.closed(1006);
    world.pass(500);
    world.wire().events.opened();
    world.say({ type: 'joined', topic: 'events', seq: 7, missed: false });
    expect(joined).toEqual(['first', 'later']);
  });
});
