import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals messages between servers that share a secret: AES-256-GCM, bound to their subject. */
export interface Sealer {
  seal(subject: string, data: Uint8Array): Uint8Array;
  /** Null when it was not sealed with the same secret for this subject, or too long ago. */
  open(subject: string, sealed: Uint8Array): Uint8Array | null;
}

const sessionBytes = 16;
const nonceBytes = 12;
const timeBytes = 8;
const tagBytes = 16;
const headBytes = sessionBytes + nonceBytes + timeBytes;
/** Older messages are somebody's recording; clocks of servers may be apart by less. */
const freshMs = 60_000;
const maxSessions = 64;

/** Bytes that sealing adds. */
export const sealBytes = headBytes + tagBytes;

/**
 * Every process seals with a key of its own, derived from the secret and a random session, so that
 * its counter is a nonce that never comes twice.
 *
 * @param clock epoch milliseconds
 */
export function createSealer(secret: Uint8Array, clock: () => number): Sealer {
  const session = randomBytes(sessionBytes);
  const own = deriveKey(secret, session);
  const keys = new Map<string, Buffer>();
  let counter = 0n;

  const keyOf = (of: Uint8Array): Buffer => {
    const name = Buffer.from(of).toString('hex');
    const key = keys.get(name) ?? deriveKey(secret, of);
    keys.delete(name);
    keys.set(name, key);
    const [oldest] = keys.keys();
    if (keys.size > maxSessions && oldest !== undefined) keys.delete(oldest);
    return key;
  };

  return {
    seal(subject, data) {
      counter += 1n;
      const head = Buffer.alloc(headBytes);
      session.copy(head);
      head.writeBigUInt64BE(counter, sessionBytes + nonceBytes - 8);
      head.writeDoubleBE(clock(), sessionBytes + nonceBytes);
      const nonce = head.subarray(sessionBytes, sessionBytes + nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', own, nonce);
      cipher.setAAD(Buffer.concat([head, Buffer.from(subject)]));
      const body = Buffer.concat([cipher.update(data), cipher.final()]);
      return Buffer.concat([head, cipher.getAuthTag(), body]);
    },
    open(subject, sealed) {
      if (sealed.length < sealBytes) return null;
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
      const head = bytes.subarray(0, headBytes);
      if (Math.abs(clock() - head.readDoubleBE(sessionBytes + nonceBytes)) > freshMs) return null;
      const nonce = head.subarray(sessionBytes, sessionBytes + nonceBytes);
      const key = keyOf(head.subarray(0, sessionBytes));
      const opening = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.concat([head, Buffer.from(subject)]))
        .setAuthTag(bytes.subarray(headBytes, sealBytes));
      try {
        return Buffer.concat([opening.update(bytes.subarray(sealBytes)), opening.final()]);
      } catch {
        return null;
      }
    },
  };
}

function deriveKey(secret: Uint8Array, session: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, session, 'isotherm bus', 32));
}
