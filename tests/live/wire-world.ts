import { LiveConnection } from '#components/live/live-connection.ts';
import type { TransportEvents } from '#components/live/live-transport.ts';
import type { ClientMessage, ServerMessage } from '#lib/wire/live-messages.ts';

/** A server on the other end of a wire that can be cut, and a clock that moves when told. */
export function openWorld() {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const dialled: { events: TransportEvents; sent: ClientMessage[]; isClosed: boolean }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { atMs: nowMs + ms, run };
    timers.push(timer);
    return () => void (timers = timers.filter((other) => other !== timer));
  };
  const connection = new LiveConnection({
    random: () => 1,
    time: { now: () => nowMs, after },
    open(events) {
      const wire = { events, sent: [] as ClientMessage[], isClosed: false };
      dialled.push(wire);
      return {
        send: (message) => wire.sent.push(JSON.parse(message) as ClientMessage),
        close: () => (wire.isClosed = true),
      };
    },
  });
  const wire = () => {
    const newest = dialled.at(-1);
    if (!newest) throw new Error('nothing was dialled');
    return newest;
  };
  return {
    connection,
    after,
    wire,
    dialled,
    say: (message: ServerMessage) => wire().events.message(JSON.stringify(message)),
    pass(ms: number) {
      nowMs += ms;
      const due = timers.filter((timer) => timer.atMs <= nowMs);
      timers = timers.filter((timer) => timer.atMs > nowMs);
      for (const timer of due) timer.run();
    },
  };
}

export type World = ReturnType<typeof openWorld>;

export function connect(world: World): void {
  world.connection.start();
  world.wire().events.opened();
  world.say({ type: 'heartbeat', time: 0 });
}
