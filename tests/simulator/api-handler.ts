import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
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
      const answer = await route(await requestOf(request, url), {
        params: Promise.resolve(params),
      });
      await send(answer, response);
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

async function requestOf(request: IncomingMessage, url: URL): Promise<Request> {
  const { method = 'GET' } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = method === 'GET' || method === 'DELETE' ? null : await buffer(request);
  return new Request(url, { method, headers, body });
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
