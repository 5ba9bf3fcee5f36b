import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/simulator/manual-clock.ts';
import { Spool } from '../spool/spool.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import type { PushOutcome } from './outcome.ts';
import type { PushRequest, Transport } from './transport.ts';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'delivery-'));
});

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

/**
 * A server as the write API promises it: a batch whose sequence is not above the highest of its
 * source is known already. Payloads are lines of text here, joined as gzip members would be.
 */
class PromisedServer implements Transport {
  readonly arrived: { readonly lane: string; readonly line: string; readonly atMs: number }[] = [];
  readonly #watermarks = new Map<string, number>();
  readonly #clock: ManualClock;
  /** What happens to a request; undefined lets it through. */
  answer: (request: PushRequest) => PushOutcome | 'lose the answer' | undefined = () => undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async send(request: PushRequest, signal: AbortSignal): Promise<PushOutcome> {
    await this.#clock.sleep(5, signal);
    const answer = this.answer(request);
    if (answer !== undefined && answer !== 'lose the answer') return answer;
    this.#store(request);
    return answer === undefined ? { kind: 'accepted' } : away;
  }

  get lines(): string[] {
    return this.arrived.map(({ line }) => line);
  }

  close(): void {
    this.#watermarks.clear();
  }

  #store({ batchId, body }: PushRequest): void {
    const [source = '', sequence = ''] = batchId.split(':');
    if (Number(sequence) <= (this.#watermarks.get(source) ?? -1)) return;
    this.#watermarks.set(source, Number(sequence));
    const lane = source.split('-')[1] ?? '';
    for (const line of String(body).trim().split('\n')) {
      this.arrived.push({ lane, line, atMs: this.#clock.monotonicMs() });
    }
  }
}

const away: PushOutcome = { kind: 'retry', reason: 'no answer', retryAfterMs: null };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function start(server: PromisedServer, clock: ManualClock, more: Partial<DeliveryOptions> = {}) {
  const spool = new Spool({ directory, maxBytes: 1e9 });
  const abort = new AbortController();
  const delivery = new Delivery({
    spool,
    transport: server,
    clock,
    log: silent,
    random: () => 0.5,
    ...more,
  });
  const done = delivery.run(abort.signal);
  const stop = async () => {
    abort.abort();
    await done;
    spool.close();
  };
  /** The process is gone between two instructions: nothing is closed or saved. */
  const crash = async () => {
    const cursor = fs.readFileSync(path.join(directory, 'cursor.json'));
    abort.abort();
    await done;
    fs.writeFileSync(path.join(directory, 'cursor.json'), cursor);
  };
  return { delivery, spool, stop, crash };
}

async function offerEachSecond(
  delivery: Delivery,
  clock: ManualClock,
  from: number,
  count: number,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    delivery.offer(Buffer.from(`${from + index}\n`));
    await clock.advance(1000);
  }
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

describe('Delivery', () => {
  it('brings what was just gathered at once, in order', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const { delivery, spool, stop } = start(server, clock);
    await offerEachSecond(delivery, clock, 0, 20);
    expect(server.lines).toEqual(numbers(20));
    expect(
      server.arrived.every(({ lane, line, atMs }) => {
        return lane === 'live' && atMs - Number(line) * 1000 < 100;
      }),
    ).toBe(true);
    expect(spool.waitingBatches).toBe(0);
    await stop();
  });

  it('loses nothing over an hour without its server, and lets live samples overtake', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const { delivery, spool, stop } = start(server, clock, { backlogBytesPerSecond: 500 });
    await offerEachSecond(delivery, clock, 0, 10);
    server.answer = () => away;
    await offerEachSecond(delivery, clock, 10, 3600);
    expect(server.lines).toEqual(numbers(10));
    expect(spool.waitingBatches).toBe(3600);

    server.answer = () => undefined;
    const backMs = clock.monotonicMs();
    await offerEachSecond(delivery, clock, 3610, 90);
    expect(new Set(server.lines)).toEqual(new Set(numbers(3700)));
    expect(server.lines).toHaveLength(3700);
    for (const lane of ['live', 'backlog']) {
      const order = server.arrived.filter((entry) => entry.lane === lane);
      const lines = order.map(({ line }) => Number(line));
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
    }
    // The lane finds the server within its back-off of 15 s; from then on nothing fresh waits.
    const fresh = server.arrived.filter(({ line }) => Number(line) >= 3625);
    expect(fresh).toHaveLength(75);
    for (const { line, atMs } of fresh) {
      expect(atMs - (Number(line) - 3610) * 1000 - backMs).toBeLessThan(100);
    }
    // 3,600 batches of 5 bytes at 500 bytes a second take half a minute, not an instant.
    const backlog = server.arrived.filter(({ lane }) => lane === 'backlog');
    expect((backlog.at(-1)?.atMs ?? 0) - (backlog[0]?.atMs ?? 0)).toBeGreaterThan(30_000);
    expect(spool.waitingBatches).toBe(0);
    await stop();
  });

  it('sends a batch whose answer was lost again under the same id', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const { delivery, stop } = start(server, clock);
    const ids: string[] = [];
    server.answer = ({ batchId }) => {
      ids.push(batchId);
      return ids.length === 1 ? 'lose the answer' : undefined;
    };
    await offerEachSecond(delivery, clock, 0, 5);
    expect(ids[1]).toBe(ids[0]);
    expect(server.lines).toEqual(numbers(5));
    await stop();
  });

  it('keeps that id over a crash, and sends the rest as backlog', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const first = start(server, clock);
    await offerEachSecond(first.delivery, clock, 0, 3);
    server.answer = () => 'lose the answer';
    await offerEachSecond(first.delivery, clock, 3, 1);
    server.answer = () => away;
    await offerEachSecond(first.delivery, clock, 4, 20);
    await first.crash();

    server.answer = () => undefined;
    const second = start(server, clock);
    await offerEachSecond(second.delivery, clock, 24, 10);
    expect([...server.lines].sort((a, b) => Number(a) - Number(b))).toEqual(numbers(34));
    expect(second.spool.waitingBatches).toBe(0);
    await second.stop();
  });

  it('stays correct when lanes, losses and crashes mix at random', async () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const events = ['away', 'lose', 'ok', 'ok'] as const;
    server.answer = () => {
      const event = events[Math.floor(random() * events.length)];
      if (event === 'away') return away;
      return event === 'lose' ? 'lose the answer' : undefined;
    };
    let running = start(server, clock, { random, freshMs: 3000, parcelBytes: 20 });
    for (let index = 0; index < 600; index += 1) {
      running.delivery.offer(Buffer.from(`${index}\n`));
      await clock.advance(1000);
      if (random() < 0.02) {
        await running.crash();
        running = start(server, clock, { random, freshMs: 3000, parcelBytes: 20 });
      }
    }
    server.answer = () => undefined;
    await clock.advance(120_000);
    expect(new Set(server.lines)).toEqual(new Set(numbers(600)));
    expect(running.spool.waitingBatches).toBe(0);
    await running.stop();
  });

  it('waits as long as the server asks', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const { delivery, stop } = start(server, clock);
    const asked: number[] = [];
    server.answer = () => {
      asked.push(clock.monotonicMs());
      if (asked.length > 1) return undefined;
      return { kind: 'retry', reason: 'busy', retryAfterMs: 40_000 };
    };
    delivery.offer(Buffer.from('0\n'));
    await clock.advance(60_000);
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(40_000);
    expect(server.lines).toEqual(['0']);
    await stop();
  });

  it('drops and counts what the server refuses, and says each reason once', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const warnings: string[] = [];
    const log = { ...silent, warn: (_: object, message: string) => warnings.push(message) };
    const { delivery, spool, stop } = start(server, clock, { log });
    let line = 0;
    server.answer = ({ body }) =>
      String(body).startsWith('bad')
        ? { kind: 'rejected', reason: `partial write: line ${(line += 1)}: no field` }
        : undefined;
    for (const text of ['good', 'bad 1', 'bad 2', 'better']) {
      delivery.offer(Buffer.from(`${text}\n`));
      await clock.advance(1000);
    }
    expect(server.lines).toEqual(['good', 'better']);
    expect(delivery.journal.batchesLost).toBe(2);
    expect(warnings).toHaveLength(1);
    expect(spool.waitingBatches).toBe(0);
    await stop();
  });

  it('sends less at once when the server asks for it', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const { delivery, spool, stop } = start(server, clock);
    server.answer = () => away;
    await offerEachSecond(delivery, clock, 0, 40);
    const sizes: number[] = [];
    server.answer = ({ body }) => {
      if (body.length > 16) return { kind: 'too-large', reason: '413' };
      sizes.push(body.length);
      return undefined;
    };
    await offerEachSecond(delivery, clock, 40, 60);
    expect([...server.lines].sort((a, b) => Number(a) - Number(b))).toEqual(numbers(100));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
    expect(delivery.journal.batchesLost).toBe(0);
    expect(spool.waitingBatches).toBe(0);
    await stop();
  });

  it('works on from memory when the disk takes nothing, and says what is lost', async () => {
    const clock = new ManualClock();
    const server = new PromisedServer(clock);
    const errors: string[] = [];
    const log = { ...silent, error: (_: object, message: string) => errors.push(message) };
    const { delivery } = start(server, clock, { log });
    fs.rmSync(directory, { recursive: true });
    await offerEachSecond(delivery, clock, 0, 5);
    expect(server.lines).toEqual(numbers(5));
    expect(errors).toHaveLength(1);
    server.answer = () => away;
    await offerEachSecond(delivery, clock, 5, 30);
    expect(delivery.journal.batchesLost).toBeGreaterThan(10);
  });
});
