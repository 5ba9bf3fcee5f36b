import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { principalHeader, sealPrincipal } from '#lib/auth/principal-header.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import { setServices, type Log, type Services } from '#lib/services.ts';
import { defineRoute } from './define-route.ts';
import { timeParameter } from './parameters.ts';

const operator: Principal = { kind: 'user', id: 'u1', name: 'Ada', role: 'operator' };
const viewer: Principal = { kind: 'user', id: 'u2', name: 'Bob', role: 'viewer' };
const logged: unknown[] = [];

beforeEach(() => {
  logged.length = 0;
  const log: Log = { info: () => undefined, warn: () => undefined, error: (f) => logged.push(f) };
  setServices(onlyLog(log));
});

/** The routes below use nothing but the log. */
function onlyLog(log: Log): Services {
  return { log } as Services;
}

const route = defineRoute({
  method: 'POST',
  path: '/things/{id}',
  role: 'operator',
  summary: 'Make a thing',
  status: 201,
  query: z.strictObject({ at: timeParameter, limit: z.coerce.number().min(1).optional() }),
  body: z.strictObject({ name: z.string().min(2), size: z.number() }),
  response: z.object({ id: z.string(), name: z.string(), at: z.number(), big: z.bigint() }),
  maxBodyBytes: 200,
  run: ({ params, query, body, principal }) => ({
    id: `${params.id}/${principal.name}`,
    name: body.name,
    at: query.at,
    big: 2n ** 60n,
  }),
});

interface Sent {
  as?: Principal;
  url?: string;
  body?: string | ReadableStream;
  headers?: Record<string, string>;
}

function ask(sent: Sent, handler = route): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', ...sent.headers });
  if (sent.as) headers.set(principalHeader, sealPrincipal(sent.as));
  const request = new Request(`http://localhost/api/v1/things/7${sent.url ?? '?at=5'}`, {
    method: 'POST',
    headers,
    body: sent.body ?? '{"name":"pump","size":3}',
    ...(sent.body instanceof ReadableStream && { duplex: 'half' }),
  });
  return handler(request, { params: Promise.resolve({ id: '7' }) });
}

async function errorOf(response: Response): Promise<[number, string]> {
  const { error } = z.object({ error: z.string() }).parse(await response.json());
  return [response.status, error];
}

describe('defineRoute', () => {
  it('answers what run returns, with exact 64-bit integers', async () => {
    const response = await ask({ as: operator });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      id: '7/Ada',
      name: 'pump',
      at: 5,
      big: '1152921504606846976',
    });
  });

  it('refuses nobody, a forged principal and too low a role', async () => {
    expect((await ask({})).status).toBe(401);
    expect((await ask({ headers: { [principalHeader]: 'x.e30' } })).status).toBe(401);
    expect(await errorOf(await ask({ as: viewer }))).toEqual([
      403,
      'POST /things/{id}: this needs the role operator',
    ]);
  });

  it('names every problem of the query and of the body', async () => {
    const query = await errorOf(await ask({ as: operator, url: '?at=soon&limit=0&page=2' }));
    expect(query).toEqual([
      400,
      'query at: must be RFC 3339 or epoch milliseconds; query limit: must be at least 1; ' +
        'query: there is no "page"',
    ]);
    const body = await errorOf(await ask({ as: operator, body: '{"name":"x"}' }));
    expect(body).toEqual([
      400,
      'body name: must have at least 2 characters; body size: is missing, must be number',
    ]);
  });

  it('refuses a body that is no JSON, undeclared or empty', async () => {
    expect((await ask({ as: operator, body: '{' })).status).toBe(400);
    expect((await ask({ as: operator, body: '' })).status).toBe(400);
    const form = { 'content-type': 'text/plain' };
    expect(await errorOf(await ask({ as: operator, headers: form }))).toEqual([
      400,
      'read body: the content type must be application/json',
    ]);
  });

  it('stops reading an endless body at its bound', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(100).fill(32));
      },
    });
    const [status, error] = await errorOf(await ask({ as: operator, body: endless }));
    expect([status, error]).toEqual([413, 'read body: it is larger than 200 bytes']);
    expect(pulled).toBeLessThan(10);
  });

  it('turns refusals into their status and hides what it did not expect', async () => {
    const failing = (error: Error) =>
      defineRoute({
        method: 'POST',
        path: '/fail',
        role: 'viewer',
        summary: 'Fail',
        run: () => {
          throw error;
        },
      });
    const busy = await ask({ as: viewer }, failing(new Refusal('too-many', 'write: busy', 1.2)));
    expect(busy.headers.get('retry-after')).toBe('2');
    expect(await errorOf(busy)).toEqual([429, 'write: busy']);
    const broken = await errorOf(await ask({ as: viewer }, failing(new Error('secret path'))));
    expect(broken).toEqual([500, 'POST /fail: the server failed; its log says why']);
    expect(logged).toHaveLength(1);
  });

  it('answers 204 when run returns nothing', async () => {
    const silent = defineRoute({
      method: 'POST',
      path: '/silent',
      role: 'viewer',
      summary: 'Say nothing',
      run: () => undefined,
    });
    expect((await ask({ as: viewer }, silent)).status).toBe(204);
  });
});
