import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '#collectors/agent/clock-offset.ts';
import { HttpTransport, type HttpTransportOptions } from '#collectors/agent/push/transport.ts';
import { startAgentFacingServer, type AgentFacingServer } from './write-server.ts';

let server: AgentFacingServer;
let transport: HttpTransport | null = null;

beforeEach(async () => {
  server = await startAgentFacingServer();
});

afterEach(async () => {
  transport?.close();
  await server.close();
});

const exchanges: Exchange[] = [];

async function send(
  more: Partial<HttpTransportOptions> = {},
  signal = new AbortController().signal,
) {
  transport = new HttpTransport({
    url: server.url,
    database: 'isotherm',
    credentials: { kind: 'token', token: 'secret' },
    timeoutMs: 10_000,
    wallMs: () => Date.now(),
    onExchange: (exchange) => exchanges.push(exchange),
    ...more,
  });
  const body = Buffer.concat([gzipSync('a v=1i 1\n'), gzipSync('b v=2i 2\n')]);
  return transport.send({ body, batchId: 'source:7' }, signal);
}

describe('HttpTransport', () => {
  it('posts joined batches with token, database, precision and batch id', async () => {
    expect(await send({ url: `${server.url}/behind/a/proxy/`, database: 'two words' })).toEqual({
      kind: 'accepted',
    });
    expect(server.writes).toEqual([
      {
        batchId: 'source:7',
        authorization: 'Token secret',
        url: '/behind/a/proxy/write?db=two+words&precision=ns',
        text: 'a v=1i 1\nb v=2i 2\n',
      },
    ]);
  });

  it('signs in with a user as InfluxDB 1 wants it', async () => {
    await send({ credentials: { kind: 'password', user: 'u', password: 'p:w' } });
    expect(server.writes[0]?.authorization).toBe(`Basic ${btoa('u:p:w')}`);
  });

  it('reads the server clock off every answer', async () => {
    exchanges.length = 0;
    const before = Date.now();
    await send();
    expect(exchanges).toHaveLength(1);
    expect(Math.abs((exchanges[0]?.serverMs ?? 0) - before)).toBeLessThan(5000);
  });

  it('hands on refusals and waiting times', async () => {
    server.answer = (response) => {
      response.writeHead(429, { 'retry-after': '3' }).end('{"error":"the store is behind"}');
    };
    expect(await send()).toEqual({
      kind: 'retry',
      reason: 'the server answered 429: the store is behind',
      retryAfterMs: 3000,
    });
    server.answer = (response) => response.writeHead(400).end('{"error":"line 1: no field"}');
    expect((await send()).kind).toBe('rejected');
  });

  it('does not wait for a silent server', async () => {
    server.answer = () => undefined;
    expect(await send({ timeoutMs: 50 })).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('no answer within 50 ms') as string,
    });
  });

  it('takes a broken connection and a closed port for reasons to try again', async () => {
    server.answer = (response) => response.socket?.destroy();
    expect((await send()).kind).toBe('retry');
    expect(await send({ url: 'http://127.0.0.1:1' })).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('reads no more of an answer than it needs', async () => {
    server.answer = (response) => response.writeHead(400).end('x'.repeat(10_000_000));
    const outcome = await send();
    expect(outcome.kind === 'rejected' && outcome.reason.length).toBeLessThan(400);
  });

  it('ends when it is told to', async () => {
    server.answer = () => undefined;
    expect((await send({}, AbortSignal.abort())).kind).toBe('retry');
  });
});
