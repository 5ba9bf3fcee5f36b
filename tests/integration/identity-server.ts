import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import { createAuthenticator, type AuthenticatorOptions } from '#lib/auth/create-authenticator.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import type { Principal } from '#lib/model/identity.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An authenticator behind a real HTTP server, with a clock that the test turns. */
export interface IdentityServer {
  readonly database: Database;
  readonly auth: Authenticator;
  readonly url: string;
  readonly clock: { nowMs: number };
  /** What the server takes a request with these headers for. */
  whoIs(headers: Record<string, string>, target?: string): Promise<Principal | null>;
  post(endpoint: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Begins again on the same data, as after a restart of the process. */
  restart(config?: Partial<AuthenticatorOptions['config']>): Promise<void>;
  /** Removes everybody and every token and restarts: quicker than another database. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const defaults: AuthenticatorOptions['config'] = {
  publicUrl: null,
  host: '127.0.0.1',
  port: 0,
  adminToken: null,
  agentToken: null,
  bus: null,
  agentHost: null,
};

export async function startIdentityServer(): Promise<IdentityServer> {
  const dataDirectory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-identity-'));
  const database = await openDatabase({ databaseUrl: null, dataDirectory, log });
  const clock = { nowMs: Date.now() };
  const make = (config: Partial<AuthenticatorOptions['config']> = {}) =>
    createAuthenticator({
      database,
      config: { ...defaults, ...config },
      clock: () => clock.nowMs,
      log,
    });
  let auth = await make();
  const http = createServer((request, response) => {
    const answer = async () => {
      if (request.url?.startsWith('/api/auth/')) return auth.handle(request, response);
      response.end(JSON.stringify(await auth.authenticate(request)));
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const restart: IdentityServer['restart'] = async (config) => {
    await auth.close();
    auth = await make(config);
  };
  return {
    database,
    get auth() {
      return auth;
    },
    url,
    clock,
    whoIs: async (headers, target = '/') => {
      const response = await fetch(url + target, { headers });
      return (await response.json()) as Principal | null;
    },
    post: (endpoint, body, headers = {}) =>
      fetch(url + endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    restart,
    reset: async () => {
      await database.prisma.user.deleteMany();
      await database.prisma.accessToken.deleteMany();
      await restart();
    },
    stop: async () => {
      http.closeAllConnections();
      http.close();
      await auth.close();
      await database.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** The Cookie header a browser would send after this answer. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}
