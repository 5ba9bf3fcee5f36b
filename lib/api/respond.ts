import type { Refusal, RefusalKind } from '#lib/model/refusal.ts';
import { streamBody } from './stream-body.ts';

const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

// Answers depend on who asks and on the second they are asked in.
const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** JSON in which a 64-bit integer is a number while that is exact and a decimal string beyond. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value, exactInteger), { status, headers });
}

/** JSON that is made while the client reads it. */
export function jsonBody(pieces: Iterator<Uint8Array>): Response {
  return new Response(streamBody(pieces), { headers });
}

export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
}

export function refuse(refusal: Refusal): Response {
  const response = problem(statusOf[refusal.kind], refusal.message);
  if (refusal.retryAfterSeconds !== null) {
    response.headers.set('retry-after', String(Math.ceil(refusal.retryAfterSeconds)));
  }
  return response;
}

export function problem(status: number, error: string): Response {
  return json({ error }, status);
}

function exactInteger(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
