import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkInflux, checkPostgres, checkServer, checkVictoria } from './reach.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port where nothing listens any more. */
async function closedPort(): Promise<number> {
  const port = await listen(() => undefined);
  const server = servers.pop();
  server?.close();
  if (server) await once(server, 'close');
  return port;
}

describe('checkServer', () => {
  it('finds a server that answers', async () => {
    const port = await listen((_, response) => response.writeHead(204).end());
    expect(await checkServer({ host: '0.0.0.0', port })).toEqual({
      state: 'fine',
      sentence: `A server answers at http://127.0.0.1:${port}.`,
    });
  });

  it('calls no server no fault, and another program on its port one', async () => {
    const port = await listen((_, response) => response.writeHead(404).end());
    const other = await checkServer({ host: '127.0.0.1', port });
    expect(other).toMatchObject({ state: 'broken' });
    expect(other.sentence).toContain('answers 404 to /ping');
    const none = await checkServer({ host: '127.0.0.1', port: await closedPort() });
    expect(none).toMatchObject({ state: 'absent' });
    expect(none.sentence).toContain('connection refused');
  });
});

describe('checkInflux', () => {
  const credentials = { kind: 'token', token: 'right' } as const;
  const influx: RequestListener = (request, response) => {
    response.setHeader('X-Influxdb-Version', '1.8.10');
    const isAllowed = request.url === '/ping' || request.headers.authorization === 'Token right';
    response.writeHead(isAllowed ? 200 : 401).end();
  };

  it('tells a database that answers from one that refuses the credentials', async () => {
    const url = `http://127.0.0.1:${await listen(influx)}`;
    const right = await checkInflux({ url, database: 'isotherm', credentials });
    expect(right).toEqual({ state: 'fine', sentence: `InfluxDB at ${url} (1.8.10) answers.` });
    const wrong = await checkInflux({
      url,
      database: 'isotherm',
      credentials: { kind: 'password', user: 'u', password: 'secret' },
    });
    expect(wrong.state).toBe('broken');
    expect(wrong.sentence).toMatch(/401: it refuses the credentials/);
    expect(wrong.sentence).not.toContain('secret');
  });

  it('says that none can be reached', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    expect(await checkInflux({ url, database: 'isotherm', credentials })).toEqual({
      state: 'broken',
      sentence: `InfluxDB at ${url} cannot be reached: connection refused.`,
    });
  });
});

describe('checkVictoria', () => {
  const metrics = (dedup: string): RequestListener => {
    return (_, response) =>
      response.end(
        `flag{name="dedup.minScrapeInterval", value="${dedup}", is_set="true"} 1\nvm_app_start_timestamp 7\n`,
      );
  };
  const check = (port: number) => {
    const url = `http://127.0.0.1:${port}`;
    const credentials = { kind: 'none' } as const;
    return checkVictoria({ insertUrl: url, selectUrl: url, isCluster: false, credentials });
  };

  it('tells a database that is set up for us from one that is not and one that is away', async () => {
    const port = await listen(metrics('1ms'));
    expect(await check(port)).toEqual({
      state: 'fine',
      sentence: `VictoriaMetrics at http://127.0.0.1:${port} answers.`,
    });
    const other = await check(await listen(metrics('0s')));
    expect(other.state).toBe('broken');
    expect(other.sentence).toMatch(
      /^VictoriaMetrics at \S+ cannot be used: it keeps a sample twice .* -dedup\.minScrapeInterval=1ms\.$/,
    );
    const closed = await closedPort();
    expect(await check(closed)).toEqual({
      state: 'broken',
      sentence: `VictoriaMetrics at http://127.0.0.1:${closed} cannot be used: connection refused.`,
    });
  });
});

describe('checkPostgres', () => {
  it('says that none can be reached, and keeps the password to itself', async () => {
    const port = await closedPort();
    expect(await checkPostgres(`postgresql://user:secret@127.0.0.1:${port}/db`)).toEqual({
      state: 'broken',
      sentence: `PostgreSQL at 127.0.0.1:${port}/db cannot be used: connection refused.`,
    });
  });
});
