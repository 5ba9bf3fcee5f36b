import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { requestSecrets } from '#lib/auth/request-secrets.ts';
import type { WriteLimits } from '#lib/ingest/limits.ts';
import { createWriteEndpoint, type WriteEndpoint } from '#lib/ingest/write-endpoint.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { Arrival, LiveHub } from '#lib/live/hub.ts';
import type { Principal } from '#lib/model/identity.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';
import { temporaryDirectory } from './process.ts';

/** The write endpoint over the real store and hub, behind a real HTTP server. */
export interface WriteServer {
  readonly url: string;
  readonly store: Store;
  readonly hub: LiveHub;
  readonly endpoint: WriteEndpoint;
  /** What the alert engine was shown, a batch at a time. */
  readonly shown: Arrival[];
  /** What was counted, such as `stored 2` or `bad-line 1`. */
  readonly counted: string[];
  post(body: string | Uint8Array<ArrayBuffer>, options?: PostOptions): Promise<Posted>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly path?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Posted {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface WriteServerOptions {
  readonly seriesLimit?: number;
  readonly limits?: Partial<WriteLimits>;
  readonly clock?: () => number;
  /** Wraps the store, for instance to hold its writes back. */
  readonly wrapStore?: (store: Store) => Store;
}

export const writeTokens = { writer: 'writer-token', reader: 'reader-token' };

const principals: Readonly<Record<string, Principal>> = {
  [writeTokens.writer]: { kind: 'token', id: 'w', name: 'writer', scopes: ['write'] },
  [writeTokens.reader]: { kind: 'token', id: 'r', name: 'reader', scopes: ['read'] },
};

export async function startWriteServer(options: WriteServerOptions = {}): Promise<WriteServer> {
  const directory = temporaryDirectory('isotherm-write-');
  const opened = await openDuckDbStore({ directory: path.join(directory, 'samples') });
  const store = options.wrapStore?.(opened) ?? opened;
  const clock = options.clock ?? Date.now;
  const hub = createLiveHub({ placeTags: (tags) => tags, clock });
  const shown: Arrival[] = [];
  const counted: string[] = [];
  const endpoint = await createWriteEndpoint({
    authenticate: (request) =>
      Promise.resolve(
        requestSecrets(request)
          .map((secret) => principals[secret])
          .find((found) => found) ?? null,
      ),
    store,
    hub,
    alerts: { observe: (_, arrival) => void shown.push(arrival) },
    clock,
    seriesLimit: options.seriesLimit ?? 1000,
    limits: options.limits ?? {},
    metrics: {
      answered: (status) => void counted.push(`answered ${status}`),
      stored: (points) => void counted.push(`stored ${points}`),
      dropped: (reason, count) => void counted.push(`${reason} ${count}`),
    },
    log: { info: ignore, warn: ignore, error: ignore },
    version: '0.0.0',
  });
  const server = createServer(
    (request, response) => void endpointFor(request.url)(request, response),
  );
  const endpointFor = (url = '/') => {
    if (url.startsWith('/ping')) return endpoint.ping.bind(endpoint);
    return url.startsWith('/health')
      ? endpoint.health.bind(endpoint)
      : endpoint.handle.bind(endpoint);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    hub,
    endpoint,
    shown,
    counted,
    post: (body, { path: target = '/write', token = writeTokens.writer, headers = {} } = {}) =>
      post(url + target, body, {
        ...(token !== null && { authorization: `Token ${token}` }),
        ...headers,
      }),
    close: async () => {
      await endpoint.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Posted> {
  const response = await fetch(url, { method: 'POST', body, headers });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? null : (JSON.parse(text) as unknown),
    headers: response.headers,
  };
}

function ignore(): void {
  // The cases look at answers and counts, not at the log.
}
