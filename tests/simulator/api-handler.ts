import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Route } from '#lib/api/define-route.ts';
import type { Handler } from '#server/router.ts';

/** The exports of a route file. */
export type RouteFile = Readonly<Record<string, Route>>;

/** Answers the API as Next does, without a build: the routes are called by their own paths. */
export function apiHandler(files: readonly RouteFile[]): Handler {
  const routes = files
    .flatMap((file) => Object.values(file))
    // A fixed path comes before one with a parameter in its place.
    .sort((a, b) => countParameters(a) - countParameters(b))
    .map((route) => ({ route, pattern: patternOf(route.operation.path) }));
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    for (const { route, pattern } of routes) {
      const found = pattern.exec(url.pathname);
      if (!found || route.operation.method !== request.method) continue;
      const params = Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
      );
      const signal = leaving(response);
      const answer = await route(await requestOf(request, url, signal), {
        params: Promise.resolve(params),
      });
      await send(answer, response, signal);
      return;
    }
    response.writeHead(404).end();
  };
}

function countParameters({ operation }: Route): number {
  return operation.path.split('{').length;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^/api/v1${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

/** Aborts when the client goes away before it has the whole answer. */
function leaving(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
}

async function requestOf(
  request: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): Promise<Request> {
  const { method = 'GET' } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = method === 'GET' || method === 'DELETE' ? null : await buffer(request);
  return new Request(url, { method, headers, body, signal });
}

async function send(
  answer: Response,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  const body = answer.body;
  if (!body) {
    response.end();
    return;
  }
  // The type of the global stream lacks what node:stream asks of its own; they are one class.
  const pieces = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(pieces, response).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
