import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkInflux, checkPostgres, checkServer } from './reach.ts';

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

describe('checkPostgres', () => {
  it('says that none can be reached, and keeps the password to itself', async () => {
    const port = await closedPort();
    expect(await checkPostgres(`postgresql://user:secret@127.0.0.1:${port}/db`)).toEqual({
      state: 'broken',
      sentence: `PostgreSQL at 127.0.0.1:${port}/db cannot be used: connection refused.`,
    });
  });
});
