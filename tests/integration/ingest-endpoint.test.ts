import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SampleValue, Store, WriteOutcome } from '#lib/store/store.ts';
import { startWriteServer, writeTokens, type WriteServer } from '#tests/simulator/write-server.ts';

const running: WriteServer[] = [];

async function start(...options: Parameters<typeof startWriteServer>): Promise<WriteServer> {
  const server = await startWriteServer(...options);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

/** For cases that store nothing or look at nothing stored. */
let shared: WriteServer;
beforeAll(async () => {
  shared = await startWriteServer();
});
afterAll(() => shared.close());

/** Newest values of a measurement, by the value of tag `t`. */
async function newest(
  { store }: WriteServer,
  measurement: string,
  fields: readonly string[] = ['f'],
): Promise<Record<string, readonly SampleValue[]>> {
  const rows = await store.latest(
    { measurement, fields, match: {}, nowMs: Date.now(), maxAgeMs: 86_400_000 },
    AbortSignal.timeout(10_000),
  );
  return Object.fromEntries(rows.map((row) => [row.tags['t'] ?? '', row.values]));
}

describe('POST /write', () => {
  it('answers 204 once the samples are stored, and shows them live', async () => {
    const server = await start();
    const now = Date.now();
    const answer = await server.post(`m,t=a f=1.5,g="x" ${now}`, {
      path: '/write?db=any&precision=ms',
    });
    expect(answer).toMatchObject({ status: 204, body: null });
    expect(await newest(server, 'm', ['f', 'g'])).toEqual({ a: [1.5, 'x'] });
    expect(server.hub.latest('m', ['f'], {})).toMatchObject([{ tags: { t: 'a' }, values: [1.5] }]);
    expect(server.shown).toMatchObject([{ backlog: false }]);
    expect(server.counted).toEqual(['stored 1', 'answered 204']);
  });

  it('unpacks gzip and serves version 2 of the API', async () => {
    const server = await start();
    const body = new Uint8Array(gzipSync('m,t=a f=2'));
    const path = '/api/v2/write?bucket=b&org=o&precision=ns';
    const answer = await server.post(body, { path, headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(204);
    expect(await newest(server, 'm')).toEqual({ a: [2] });
  });

  it('takes an empty body for nothing to do', async () => {
    expect((await shared.post('')).status).toBe(204);
    expect((await shared.post('# only a comment\n\n')).status).toBe(204);
    expect(shared.shown).toEqual([]);
  });

  it('stores the good lines of a partial write and names the first bad one', async () => {
    const server = await start();
    const answer = await server.post('m,t=a f=1\nm,t=b f=2\nm,t=c f=\nm,t=d f=x\nm,t=e f=3');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: 'partial write: line 3: field "f" has no value (and 1 more bad line)',
      line: 3,
      dropped: 2,
      code: 'invalid',
      errors: [
        { line: 3, column: 9 },
        { line: 4, column: 9 },
      ],
    });
    expect(await newest(server, 'm')).toEqual({ a: [1], b: [2], e: [3] });
    expect(server.counted).toEqual(['stored 3', 'bad-line 2', 'answered 400']);
  });

  it('refuses lines that are more than ten minutes ahead of its clock', async () => {
    const server = await start();
    const minutes = (count: number) => BigInt(Date.now() + count * 60_000) * 1_000_000n;
    const answer = await server.post(`m,t=a f=1 ${minutes(9)}\nm,t=b f=1 ${minutes(11)}`);
    expect(answer.body).toMatchObject({ line: 2, dropped: 1 });
    expect((answer.body as { error: string }).error).toMatch(/ahead of the server's clock/);
    expect(server.counted).toContain('stored 1');
  });

  it('tells of a field that is stored under another type, and stores the rest', async () => {
    const server = await start();
    await server.post('m,t=a f=1,g=1');
    const answer = await server.post('m,t=a f="text",g=2');
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error:
          'partial write: field type conflict: field "f" of measurement "m" is float and came as string',
        dropped: 1,
      },
    });
    expect(await newest(server, 'm', ['g'])).toEqual({ a: [2] });
  });

  it.each([
    ['/write?precision=fortnight', {}, /precision "fortnight" is not one of n, ns, u, us, ms/],
    ['/write', { 'content-encoding': 'br' }, /content encoding "br" is not gzip or identity/],
    ['/write', { 'x-isotherm-batch': 'no-number' }, /X-Isotherm-Batch is not <source>:<sequence>/],
    ['/write', { 'content-encoding': 'gzip' }, /unpack the body/],
  ])('refuses %s with %j', async (path, headers, message) => {
    const answer = await shared.post('m f=1', { path, headers });
    expect(answer.status).toBe(400);
    expect((answer.body as { error: string }).error).toMatch(message);
  });

  it('asks for a token that may write', async () => {
    expect((await shared.post('m f=1', { token: null })).status).toBe(401);
    expect((await shared.post('m f=1', { token: 'wrong' })).status).toBe(401);
    const reader = await shared.post('m f=1', { token: writeTokens.reader });
    expect(reader).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const { writer } = writeTokens;
    expect(
      (await shared.post('m f=1', { token: null, path: `/write?u=x&p=${writer}` })).status,
    ).toBe(204);
    const read = await fetch(`${shared.url}/write`);
    expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('answers 413 past the limit, packed or not, declared or not', async () => {
    const server = await start({ limits: { bodyBytes: 1000, unpackedBytes: 5000 } });
    expect((await server.post('m f=1\n'.repeat(200))).status).toBe(413);
    expect((await server.post('m f=1\n'.repeat(10_000))).status).toBe(413);
    const packed = new Uint8Array(gzipSync('m f=1\n'.repeat(1000)));
    const headers = { 'content-encoding': 'gzip' };
    expect(await server.post(packed, { headers })).toMatchObject({
      status: 413,
      body: { error: 'the body has more than 5000 bytes unpacked' },
    });
    expect((await server.post('m,t=a f=1')).status).toBe(204);
  });

  it('refuses a body that would need a huge table', async () => {
    const server = await start({ limits: { cells: 10_000 } });
    const lines = Array.from({ length: 500 }, (_, index) => `m f${index}=1`);
    const answer = await server.post(lines.join('\n'));
    expect(answer.status).toBe(413);
    expect((answer.body as { error: string }).error).toMatch(/send fewer lines a request/);
  });

  it('answers 408 to a body that does not arrive', async () => {
    const server = await start({ limits: { bodyTimeoutMs: 50 } });
    const head = `POST /write HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${writeTokens.writer}\r\n`;
    const answer = await rawAnswer(server, `${head}Content-Length: 100\r\n\r\nm f=1`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(/did not arrive within 0.05 s/);
  });
});

describe('numbered batches', () => {
  const batch = (name: string) => ({ headers: { 'x-isotherm-batch': name } });

  it('are stored and shown once', async () => {
    const server = await start();
    expect((await server.post('m,t=a f=1 1', batch('host-1:7'))).status).toBe(204);
    expect((await server.post('m,t=a f=2 1', batch('host-1:7'))).status).toBe(204);
    expect(server.shown).toHaveLength(1);
    expect(server.counted.filter((each) => each.startsWith('stored'))).toEqual(['stored 1']);
    expect(await server.store.batchWatermarks()).toEqual(new Map([['w/host-1', 7n]]));
  });

  it('may be sent again after 429, which did not store them whole', async () => {
    const server = await start({ seriesLimit: 1 });
    const lines = 'm,t=a f=1\nm,t=b f=1';
    expect((await server.post(lines, batch('h:1'))).status).toBe(429);
    expect((await server.post(lines, batch('h:1'))).status).toBe(429);
    expect((await server.store.batchWatermarks()).size).toBe(0);
  });
});

describe('backlog', () => {
  it('is what was newest more than 30 s before it arrived', async () => {
    const server = await start();
    const seconds = (ago: number) => BigInt(Date.now() - ago * 1000) * 1_000_000n;
    await server.post(`m f=1 ${seconds(31)}\nm f=1 ${seconds(60)}`);
    await server.post(`m f=1 ${seconds(60)}\nm f=1 ${seconds(5)}`);
    expect(server.shown).toMatchObject([{ backlog: true }, { backlog: false }]);
  });
});

describe('cardinality', () => {
  it('refuses new series past the limit, says how to raise it, and lets known ones go on', async () => {
    const server = await start({ seriesLimit: 2 });
    expect((await server.post('m,t=a f=1\nm,t=b f=1')).status).toBe(204);
    const answer = await server.post('m,t=a f=2\nm,t=c f=2\ngpu,t=z power_watts=1');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(answer.body).toMatchObject({ dropped: 1, code: 'too many requests' });
    expect((answer.body as { error: string }).error).toMatch(/raise ISOTHERM_SERIES_LIMIT/);
    expect(await newest(server, 'm')).toEqual({ a: [2], b: [1] });
    expect(await newest(server, 'gpu', ['power_watts'])).toEqual({ z: [1] });
  });

  it('bounds fields', async () => {
    const server = await start({ limits: { fieldsPerMeasurement: 2 } });
    await server.post('m,t=a f=1,g=1');
    const answer = await server.post('m,t=a f=2,h=3');
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: 'partial write: measurement "m" has 2 fields, so that new field "h" is not kept',
      },
    });
    expect(await newest(server, 'm', ['f', 'h'])).toEqual({ a: [2, null] });
  });

  it('counts what is stored when it starts', async () => {
    const first = await start();
    await first.post('m,t=a f=1\nm,t=b f=1\ngpu,t=a power_watts=1');
    const second = await start({ wrapStore: () => first.store });
    expect(second.endpoint.unknownSeries()).toBe(2);
    running.pop();
    await second.endpoint.close();
  });
});

describe('back-pressure', () => {
  /** A store whose writes wait until they are let go. */
  function heldStore() {
    const letGo: (() => void)[] = [];
    const wrapStore = (store: Store): Store => ({
      ...store,
      write: (request) =>
        new Promise<WriteOutcome>((resolve, reject) => {
          letGo.push(() => void store.write(request).then(resolve, reject));
        }),
    });
    return { wrapStore, letGo };
  }

  /** The store has been asked for one write. */
  async function asked(letGo: readonly unknown[]): Promise<void> {
    await expect.poll(() => letGo.length, { timeout: 60_000 }).toBe(1);
  }

  it('answers 429 while too many bytes wait for the store, and 204 again afterwards', async () => {
    const { wrapStore, letGo } = heldStore();
    const server = await start({ wrapStore, limits: { inFlightBytes: 10 } });
    const first = server.post('m,t=a f=1 1234567890');
    await asked(letGo);
    const refused = await server.post('m f=1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too many requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    letGo.shift()?.();
    expect((await first).status).toBe(204);
    expect(server.endpoint.inFlightBytes()).toBe(0);
    const next = server.post('m f=1');
    await asked(letGo);
    letGo.shift()?.();
    expect((await next).status).toBe(204);
  });

  it('answers 429 while a write is older than the limit', async () => {
    const { wrapStore, letGo } = heldStore();
    let nowMs = Date.now();
    const server = await start({ wrapStore, clock: () => nowMs });
    const first = server.post('m,t=a f=1');
    await asked(letGo);
    nowMs += 11_000;
    const refused = await server.post('m f=1');
    expect(refused).toMatchObject({
      status: 429,
      body: { error: 'the store is behind: a write has been waiting for 11 s' },
    });
    letGo.shift()?.();
    expect((await first).status).toBe(204);
  });

  it('answers 503 when the store does not confirm in time, and lets the write be sent again', async () => {
    const { wrapStore, letGo } = heldStore();
    const server = await start({ wrapStore, limits: { storeTimeoutMs: 20 } });
    const late = await server.post('m,t=a f=1');
    expect(late).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(server.endpoint.inFlightBytes()).toBeGreaterThan(0);
    letGo.shift()?.();
    await expect.poll(() => server.endpoint.inFlightBytes(), { timeout: 60_000 }).toBe(0);
  });

  it('answers 503 while stopping, after the writes under way have been answered', async () => {
    const { wrapStore, letGo } = heldStore();
    const server = await start({ wrapStore });
    const first = server.post('m,t=a f=1');
    await asked(letGo);
    const closing = server.endpoint.close();
    expect((await server.post('m f=1')).status).toBe(503);
    expect((await fetch(`${server.url}/health`)).status).toBe(503);
    letGo.shift()?.();
    expect((await first).status).toBe(204);
    await closing;
  });
});

describe('GET /ping and /health', () => {
  it('answer as InfluxDB does', async () => {
    for (const method of ['GET', 'HEAD']) {
      const ping = await fetch(`${shared.url}/ping`, { method });
      expect(ping.status).toBe(204);
      expect(ping.headers.get('x-influxdb-version')).toMatch(/^1\.8/);
    }
    const verbose = await fetch(`${shared.url}/ping?verbose=true`);
    expect(await verbose.json()).toMatchObject({
      version: expect.stringMatching(/^1\.8/) as string,
    });
    const health = await fetch(`${shared.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ name: 'isotherm', status: 'pass', checks: [] });
  });
});

/** Sends bytes as they are and reads until the server closes the connection. */
function rawAnswer({ url }: WriteServer, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text));
    socket.write(bytes);
  });
}
