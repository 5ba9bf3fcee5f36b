import type { IncomingMessage, ServerResponse } from 'node:http';
import { isRefusal, type RefusalKind } from '#lib/model/refusal.ts';
import type { LineError } from '#lib/wire/line-protocol/line-error.ts';

/** What a write is answered with. Statuses are those of the two write APIs of InfluxDB. */
export interface Answer {
  readonly status: 204 | 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 429 | 500 | 503;
  /** One sentence; null where there is nothing to say. */
  readonly error: string | null;
  /** Bad lines that are told one by one. */
  readonly errors?: readonly LineError[];
  /** Lines, or rows of a field, that were not stored while others were. */
  readonly dropped?: number;
  readonly retryAfterSeconds?: number | null;
}

export const done: Answer = { status: 204, error: null };

const refusalStatus = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<RefusalKind, Answer['status']>;

/** @returns null when the error is not a refusal, but a fault of ours */
export function refusalAnswer(error: unknown): Answer | null {
  if (!isRefusal(error)) return null;
  const { retryAfterSeconds, message } = error;
  return { status: refusalStatus[error.kind], error: message, retryAfterSeconds };
}

/** Names of InfluxDB 2 for what went wrong, which its clients show. */
const codes: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  405: 'method not allowed',
  408: 'request timeout',
  413: 'request too large',
  429: 'too many requests',
  503: 'unavailable',
};

/**
 * Sends the answer in the forms of both APIs: clients of version 1 read `error` or the header,
 * those of version 2 `message` and `code`.
 */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, error, errors, dropped, retryAfterSeconds }: Answer,
): void {
  if (response.headersSent || response.destroyed) return;
  if (!request.complete) {
    // What is left of the body is not worth reading, so the connection cannot be used again.
    response.setHeader('Connection', 'close');
    request.resume();
  }
  if (retryAfterSeconds) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Token, Basic realm="isotherm"');
  if (status === 405) response.setHeader('Allow', 'POST');
  if (error === null) {
    response.writeHead(status).end();
    return;
  }
  response.setHeader('X-Influxdb-Error', headerText(error));
  const code = codes[status] ?? 'internal error';
  const line = errors?.[0]?.line;
  const body = JSON.stringify({ error, line, dropped, code, message: error, errors });
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** Header values are printable ASCII on one line. */
function headerText(text: string): string {
  return text.slice(0, 500).replaceAll(/[^\x20-\x7e]/g, '?');
}
