import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { LiveConnection } from '#components/live/live-connection.ts';
import type { TransportEvents } from '#components/live/live-transport.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { createLiveSocket, type LiveSocket } from '#lib/live/live-socket.ts';
import { liveProtocol } from '#lib/wire/live-protocol.ts';
import { startUpgradeServer, until, type UpgradeServer } from '#tests/live/live-server.ts';
import { tableOf } from '#tests/live/table.ts';

let nowMs: number;
let hub: LiveHub;
let live: LiveSocket;
let server: UpgradeServer;
let isWelcome: boolean;
let closers: (() => void)[];

beforeEach(async () => {
  nowMs = 1_700_000_000_000;
  isWelcome = true;
  closers = [];
  openHub();
  server = await startUpgradeServer((request, socket, head) =>
    live.handleUpgrade(request, socket, head),
  );
});

afterEach(async () => {
  for (const close of closers) close();
  await live.close(AbortSignal.timeout(1000));
  await server.stop();
});

function openHub(): void {
  const clock = () => nowMs;
  hub = createLiveHub({ placeTags: (tags) => tags, clock });
  live = createLiveSocket({ hub, clock, isStillWelcome: () => Promise.resolve(isWelcome) });
}

function publish(host: string, watts: number): void {
  const row = { tags: { host }, timeMs: nowMs, fields: { power_watts: watts } };
  hub.publish([tableOf('gpu', [row])], { receivedAtMs: nowMs, backlog: false });
}

function pass(ms: number): void {
  nowMs += ms;
  hub.tick(nowMs);
  live.tick(nowMs);
}

/** The browser's client over a Node socket, with retries that run when the test says so. */
function openClient() {
  const retries: (() => void)[] = [];
  const connection = new LiveConnection({
    random: () => 1,
    time: {
      now: () => nowMs,
      after(_ms, run) {
        retries.push(run);
        return () => retries.splice(retries.indexOf(run), 1);
      },
    },
    open: (events) => dial(events),
  });
  closers.push(() => connection.stop());
  connection.start();
  return { connection, retry: () => retries.at(-1)?.() };
}

function dial(events: TransportEvents) {
  const socket = new WebSocket(`${server.url}/api/live`, liveProtocol);
  socket.binaryType = 'arraybuffer';
  socket.on('open', () => events.opened());
  socket.on('message', (data, isBinary) =>
    events.message(isBinary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString()),
  );
  socket.on('close', (code) => events.closed(code));
  socket.on('error', () => undefined);
  return { send: (message: string) => socket.send(message), close: () => socket.terminate() };
}

const isLive = (connection: LiveConnection) => () => connection.state().kind === 'live';

describe('the live stream', () => {
  it('shows values as they come and goes on after the server went away and came back', async () => {
    const { connection, retry } = openClient();
    const seen: FrameUpdate[] = [];
    const shows = (watts: number) => () => seen.at(-1)?.columns[0]?.[0] === watts;
    connection.subscribe(
      { measurement: 'gpu', fields: ['power_watts'] },
      {
        frame: (update) => seen.push(update),
      },
    );
    await until('the client is live', isLive(connection));
    publish('a', 100);
    pass(1000);
    await until('100 W are shown', shows(100));
    expect(seen.at(-1)?.layout.entities).toEqual([{ host: 'a' }]);

    await server.stop();
    await until('the client is offline', () => connection.state().kind === 'offline');
    openHub();
    await server.start();
    publish('a', 250);
    retry();
    await until('250 W are shown', shows(250));
    expect(connection.state().kind).toBe('live');
  });

  it('loses and doubles no message of a topic over a reconnection', async () => {
    const { connection, retry } = openClient();
    const heard: unknown[] = [];
    let missed = 0;
    connection.follow('training', {
      message: (payload) => heard.push(payload),
      missed: () => (missed += 1),
    });
    await until('the topic is joined', () => {
      hub.announce('training', 0);
      return heard.length > 0;
    });
    hub.announce('training', 1);
    await until('the first message is heard', () => heard.includes(1));

    await server.stop();
    await until('the client is offline', () => connection.state().kind === 'offline');
    hub.announce('training', 2);
    hub.announce('training', 3);
    await server.start();
    retry();
    hub.announce('training', 4);
    await until('the last message is heard', () => heard.includes(4));
    expect(heard.slice(heard.indexOf(1))).toEqual([1, 2, 3, 4]);
    expect(missed).toBe(0);

    await server.stop();
    await until('the client is offline', () => connection.state().kind === 'offline');
    nowMs += 1000;
    openHub();
    hub.announce('training', 5);
    await server.start();
    retry();
    await until('the message after the restart is heard', () => heard.includes(5));
    expect(missed).toBe(1);
  });

  it('tells a client whose session has ended, which says so', async () => {
    const { connection } = openClient();
    await until('the client is live', isLive(connection));
    isWelcome = false;
    pass(60_000);
    await until('the client is signed out', () => connection.state().kind === 'offline');
    expect(connection.state()).toMatchObject({ reason: 'signed-out' });
    await until('the server has let go', () => live.connections() === 0);
  });

  it('answers what it cannot read with one sentence and drops who floods it', async () => {
    const socket = new WebSocket(`${server.url}/api/live`, liveProtocol);
    const heard: string[] = [];
    let closedWith = 0;
    socket.on('message', (data) => heard.push(Buffer.from(data as Buffer).toString()));
    socket.on('close', (code) => (closedWith = code));
    await until('the heartbeat came', () => heard.length === 1);
    const errors: string[] = [];
    for (const message of ['{', '{"type":"dance"}', '{"type":"unsubscribe","id":5}']) {
      const before = heard.length;
      socket.send(message);
      await until('it is answered', () => heard.length > before);
      errors.push((JSON.parse(heard.at(-1) ?? '') as { error: string }).error);
    }
    expect(errors[0]).toBe('read message: it must be JSON');
    expect(errors[1]).toContain('read message type:');
    expect(errors[2]).toBe('read message id: must be string');
    for (let count = 0; count < 1000; count += 1) socket.send('{');
    await until('it is dropped', () => closedWith !== 0);
    expect(closedWith).toBe(1008);
  });

  it('drops a peer that answers no ping', async () => {
    const socket = new WebSocket(`${server.url}/api/live`, liveProtocol, { autoPong: false });
    let isClosed = false;
    socket.on('close', () => (isClosed = true));
    await until('the server has it', () => live.connections() === 1);
    pass(10_000);
    expect(isClosed).toBe(false);
    pass(10_000);
    await until('it is dropped', () => isClosed);
  });

  it('turns away more connections than it may have', async () => {
    live = createLiveSocket({
      hub,
      clock: () => nowMs,
      isStillWelcome: () => Promise.resolve(true),
      maxConnections: 1,
    });
    const first = openClient();
    await until('the first is live', isLive(first.connection));
    const second = openClient();
    await until('the second is offline', () => second.connection.state().kind === 'offline');
    expect(live.connections()).toBe(1);
  });

  it('skips frames for a reader that stalls and then shows it the newest', async () => {
    const stalled = new WebSocket(`${server.url}/api/live`, liveProtocol);
    const frames: string[] = [];
    stalled.on('message', (data, isBinary) => {
      if (!isBinary) frames.push(Buffer.from(data as Buffer).toString());
    });
    await until('it is open', () => stalled.readyState === WebSocket.OPEN);
    for (let host = 0; host < 5000; host += 1) publish(`host-${host}`, 0);
    stalled.send(
      JSON.stringify({
        type: 'subscribe',
        id: 's',
        measurement: 'gpu',
        fields: ['power_watts'],
        encoding: 'json',
      }),
    );
    await until('the first frame came', () => frames.some((text) => text.includes('"frame"')));
    stalled.pause();
    for (let second = 1; second <= 500; second += 1) {
      publish('host-0', second);
      nowMs += 1000;
      hub.tick(nowMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stalled.resume();
    const newest = () => frames.at(-1) ?? '';
    await until('it caught up', () => {
      hub.tick(nowMs);
      return /"values":\[\[500,/.test(newest());
    });
    // 500 were due; the kernel's buffers take up a few dozen before the hub sees that it stalls.
    expect(frames.length).toBeLessThan(250);
    stalled.terminate();
  });
});
