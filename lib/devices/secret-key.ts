import { createHmac } from 'node:crypto';

/** A key of 32 bytes and the name it goes by beside what it has sealed. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

export interface SecretKeys {
  readonly current: SecretKey;
  /** The one before; what it sealed can still be read, and is sealed anew. */
  readonly old: SecretKey | null;
}

/** @param text 32 bytes in hexadecimal or base64 */
export function secretKeyOf(text: string): SecretKey {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  // Tells keys apart without telling anything about them.
  const id = createHmac('sha256', bytes).update('isotherm key id').digest('hex').slice(0, 12);
  return { id, bytes };
}
