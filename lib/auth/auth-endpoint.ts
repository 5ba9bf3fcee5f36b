import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parsePart } from '#lib/api/read-request.ts';
import { isRefusal, type RefusalKind } from '#lib/model/refusal.ts';
import { readBody } from './read-body.ts';
import { authPath, clientAddressHeader, type Sessions } from './sessions.ts';
import { setupInputSchema, type Setup } from './setup.ts';

export interface AuthEndpointParts {
  readonly sessions: Sessions;
  readonly setup: Setup;
  readonly publicUrl: string;
}

interface Answer {
  readonly status: number;
  readonly error?: string;
  readonly cookies?: readonly string[];
  readonly retryAfterSeconds?: string | null;
}

type Endpoint = (parts: AuthEndpointParts, visit: Visit) => Promise<Answer>;

/** What a request to one of the endpoints brings. */
interface Visit {
  readonly request: IncomingMessage;
  readonly origin: string;
  readonly body: unknown;
}

const signInInputSchema = z.strictObject({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
});

/** Everything that is reachable here; better-auth's other endpoints stay closed. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  [`${authPath}/sign-in`]: signIn,
  [`${authPath}/sign-out`]: signOut,
  [`${authPath}/setup`]: completeSetup,
};

const refusalStatus: Partial<Record<RefusalKind, number>> = {
  forbidden: 403,
  conflict: 409,
  'too-large': 413,
};

/** Serves the few requests that make and end sessions. Errors are `{"error": sentence}`. */
export function createAuthEndpoint(parts: AuthEndpointParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    send(response, await answer(parts, request));
  };
}

async function answer(parts: AuthEndpointParts, request: IncomingMessage): Promise<Answer> {
  const origin = originOf(request, parts.publicUrl);
  const path = new URL(request.url ?? '/', origin).pathname;
  const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
  if (!endpoint) return { status: 404, error: `there is nothing at ${path}` };
  if (request.method !== 'POST') return { status: 405, error: `${path} takes only POST` };
  if (isForeign(request, [origin, new URL(parts.publicUrl).origin]))
    return { status: 403, error: 'the request came from another site' };
  try {
    return await endpoint(parts, { request, origin, body: await readBody(request) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const status = refusalStatus[error.kind] ?? 400;
    return { status, error: error.message };
  }
}

async function signIn({ sessions }: AuthEndpointParts, visit: Visit): Promise<Answer> {
  const input = parsePart('sign in', signInInputSchema, visit.body);
  const response = await forward(sessions, visit, '/sign-in/username', input);
  if (response.ok) return { status: 204, cookies: response.headers.getSetCookie() };
  switch (response.status) {
    case 429: {
      const retryAfterSeconds = response.headers.get('x-retry-after');
      const wait = retryAfterSeconds ?? 'a few';
      return {
        status: 429,
        error: `sign in: too many attempts; try again in ${wait} s`,
        retryAfterSeconds,
      };
    }
    case 403:
      return { status: 403, error: 'sign in: this account is disabled' };
    case 401:
    case 422:
      return { status: 401, error: 'sign in: the name or the password is wrong' };
    default:
      throw new Error(`sign in: better-auth answered ${response.status}`);
  }
}

async function signOut({ sessions }: AuthEndpointParts, visit: Visit): Promise<Answer> {
  const response = await forward(sessions, visit, '/sign-out', {});
  return { status: 204, cookies: response.headers.getSetCookie() };
}

async function completeSetup(parts: AuthEndpointParts, visit: Visit): Promise<Answer> {
  const input = parsePart('set up', setupInputSchema, visit.body);
  await parts.setup.complete(input);
  const { username, password } = input;
  return signIn(parts, { ...visit, body: { username, password } });
}

/** Only what better-auth needs travels on; the client's address is the socket's. */
function forward(sessions: Sessions, visit: Visit, path: string, body: unknown): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', origin: visit.origin });
  const address = visit.request.socket.remoteAddress;
  if (address !== undefined) headers.set(clientAddressHeader, address);
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = visit.request.headers[name];
    if (value !== undefined) headers.set(name, value.slice(0, 8192));
  }
  const url = new URL(authPath + path, visit.origin);
  return sessions.handle(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** The origin under which this request reached us: people use several names for one server. */
function originOf(request: IncomingMessage, publicUrl: string): string {
  const { protocol, origin } = new URL(publicUrl);
  const own = `${protocol}//${request.headers.host ?? ''}`;
  return URL.canParse(own) ? new URL(own).origin : origin;
}

function isForeign(request: IncomingMessage, ownOrigins: readonly string[]): boolean {
  const { origin } = request.headers;
  return origin !== undefined && !ownOrigins.includes(origin);
}

function send(response: ServerResponse, answer: Answer): void {
  response.setHeader('Cache-Control', 'no-store');
  // The rest of a body that was too large stays unread.
  if (answer.status === 413) response.setHeader('Connection', 'close');
  if (answer.cookies && answer.cookies.length > 0) response.setHeader('Set-Cookie', answer.cookies);
  if (answer.retryAfterSeconds) response.setHeader('Retry-After', answer.retryAfterSeconds);
  if (answer.error === undefined) {
    response.writeHead(answer.status).end();
    return;
  }
  response.writeHead(answer.status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: answer.error }));
}
