import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { ReadyMessages, webSocketFrame } from './ready-messages.ts';

/** The types of `ws` leave its reader out. */
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

/** What `ws` reads from the bytes of a server. */
function received(bytes: Buffer): Promise<{ data: Buffer; isBinary: boolean }> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ isServer: false });
    receiver.once('message', (data: Buffer, isBinary: boolean) => resolve({ data, isBinary }));
    receiver.once('error', reject);
    receiver.write(bytes);
  });
}

describe('webSocketFrame', () => {
  it('is read as what it was made from, at every size of header', async () => {
    const size = fc.oneof(fc.nat(300), fc.integer({ min: 65_000, max: 66_000 }));
    await fc.assert(
      fc.asyncProperty(size, fc.nat(255), async (length, byte) => {
        const sent = new Uint8Array(length).fill(byte);
        const { data, isBinary } = await received(webSocketFrame(sent));
        expect(isBinary).toBe(true);
        expect(Buffer.compare(data, sent)).toBe(0);
      }),
    );
  });

  it('carries text', async () => {
    const { data, isBinary } = await received(webSocketFrame('Wärme 🔥'));
    expect([data.toString('utf8'), isBinary]).toEqual(['Wärme 🔥', false]);
  });
});

describe('ReadyMessages', () => {
  it('makes a message ready once', () => {
    const ready = new ReadyMessages();
    const message = { data: Uint8Array.of(1, 2) };
    expect(ready.bytesOf(message)).toBe(ready.bytesOf(message));
    expect(ready.bytesOf({ data: message.data })).not.toBe(ready.bytesOf(message));
  });
});
