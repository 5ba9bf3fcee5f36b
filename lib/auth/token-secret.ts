import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 24 random bytes, marked so that people and scanners of leaked secrets recognise it. */
export function makeTokenSecret(): string {
  return `iso_${randomBytes(24).toString('base64url')}`;
}

/** Whether a text can be one of our tokens at all; anything else costs no query. */
export function isTokenShaped(text: string): boolean {
  return /^iso_[A-Za-z0-9_-]{32}$/.test(text);
}

/** Enough to tell tokens apart, far too little to guess one. */
export function tokenPrefix(secret: string): string {
  return secret.slice(0, 8);
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares in constant time; hashing first makes the lengths equal. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hashSecret(given), hashSecret(expected));
}
