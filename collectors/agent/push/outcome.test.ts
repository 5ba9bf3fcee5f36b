import { describe, expect, it } from 'vitest';
import { judgeAnswer, readRetryAfter } from './outcome.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');

function judge(status: number, body = '', retryAfter?: string) {
  return judgeAnswer({ status, body, retryAfter, nowMs });
}

describe('judgeAnswer', () => {
  it.each([200, 204])('takes %i for stored', (status) => {
    expect(judge(status).kind).toBe('accepted');
  });

  it.each([401, 403, 404, 408, 429, 301, 500, 502, 503])('keeps samples after %i', (status) => {
    expect(judge(status).kind).toBe('retry');
  });

  it('drops what was refused for itself, with the reason', () => {
    expect(judge(400, '{"error":"partial write: line 3: no field","line":3}')).toEqual({
      kind: 'rejected',
      reason: 'the server answered 400: partial write: line 3: no field',
    });
    expect(judge(422).kind).toBe('rejected');
  });

  it('reads the message of InfluxDB 2 and text that is not JSON', () => {
    expect(judge(401, '{"code":"unauthorized","message":"no"}')).toMatchObject({
      reason: 'the server answered 401: no',
    });
    expect(judge(502, '<html>bad gateway</html>')).toMatchObject({
      reason: 'the server answered 502: <html>bad gateway</html>',
    });
  });

  it('asks for less after 413', () => {
    expect(judge(413).kind).toBe('too-large');
  });

  it('hands on how long to wait', () => {
    expect(judge(429, '', '7')).toMatchObject({ kind: 'retry', retryAfterMs: 7000 });
    expect(judge(503)).toMatchObject({ retryAfterMs: null });
  });
});

describe('readRetryAfter', () => {
  it.each([
    ['0', 0],
    ['86400', 600_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
  ])('reads %s', (header, expected) => {
    expect(readRetryAfter(header, nowMs)).toBe(expected);
  });
});
