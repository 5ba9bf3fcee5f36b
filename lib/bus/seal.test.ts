import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInProcessBroker } from './in-process-bus.ts';
import { createSealer } from './seal.ts';
import { maxPayloadBytes, sealBus } from './sealed-bus.ts';

const secret = Buffer.alloc(32, 7);
const now = () => 1_800_000_000_000;

describe('sealed messages', () => {
  it('are opened by whoever has the secret, and only as they were sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), fc.nat(7), (data, at, bit) => {
        const sealed = createSealer(secret, now).seal('a', data);
        const reader = createSealer(secret, now);
        expect(reader.open('a', sealed)).toEqual(Buffer.from(data));
        expect(reader.open('b', sealed)).toBeNull();
        const changed = Uint8Array.from(sealed);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ (1 << bit);
        expect(reader.open('a', changed)).toBeNull();
        expect(createSealer(Buffer.alloc(32, 8), now).open('a', sealed)).toBeNull();
      }),
    );
  });

  it('are not what was sent, never twice the same, and worthless after a minute', () => {
    const sealer = createSealer(secret, now);
    const [first, second] = [1, 2].map(() => sealer.seal('a', Buffer.from('community public')));
    expect(Buffer.from(first ?? []).toString('latin1')).not.toContain('public');
    expect(first).not.toEqual(second);
    const late = createSealer(secret, () => now() + 61_000);
    expect(late.open('a', first ?? new Uint8Array())).toBeNull();
    expect(sealer.open('a', new Uint8Array(10))).toBeNull();
  });
});

describe('a sealed bus', () => {
  const counted: string[] = [];
  const counts = {
    sent: () => undefined,
    received: () => undefined,
    refused: () => void counted.push('refused'),
  };

  it('hands over what others with the secret say, and nothing of strangers', async () => {
    const broker = createInProcessBroker();
    const [one, two] = [1, 2].map(() =>
      sealBus(broker.connect(), createSealer(secret, now), counts),
    );
    const heard: string[] = [];
    one?.subscribe('news', (data) => void heard.push(Buffer.from(data).toString()));
    one?.serve('ask', (data) => Promise.resolve(Buffer.concat([data, Buffer.from('!')])));
    two?.publish('news', Buffer.from('hello'));
    expect(heard).toEqual(['hello']);
    const answer = await two?.request('ask', Buffer.from('well'), 1_000);
    expect(Buffer.from(answer ?? []).toString()).toBe('well!');
    expect(() => broker.connect().publish('news', Buffer.from('a stranger'))).toThrow(/sealed/);
    expect([heard, counted]).toEqual([['hello'], ['refused']]);
    expect(() => two?.publish('news', new Uint8Array(maxPayloadBytes + 1))).toThrow(/too many/);
  });
});
