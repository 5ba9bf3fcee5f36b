import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import { principalHeader, sealPrincipal } from '#lib/auth/principal-header.ts';
import { hasRole, type Principal } from '#lib/model/identity.ts';
import type { Log } from '#lib/services.ts';
import { judge } from './gate.ts';
import { commonHeaders, pagePolicy } from './page-policy.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What a path that Next never sees is answered by, and who may ask. */
export interface PlainRoute {
  readonly path: string | RegExp;
  /** `own`: the handler checks for itself (ingest, sign-in). */
  readonly access: 'own' | 'viewer';
  readonly handle: Handler;
}

export interface RouterParts {
  readonly auth: Authenticator;
  /** Answered before Next: they must cost little and work while pages are busy. */
  readonly plainRoutes: readonly PlainRoute[];
  readonly pages: Handler;
  /** Where people reach the server when a proxy stands in front of it. */
  readonly publicUrl: string | null;
  readonly development: boolean;
  readonly log: Log;
}

export function createRouter(parts: RouterParts): Handler {
  return async (request, response) => {
    try {
      await dispatch(parts, request, response);
    } catch (error) {
      parts.log.error(
        { err: error, method: request.method, path: pathOf(request) },
        'request failed',
      );
      sendJson(response, 500, { error: 'the server failed; its log has the reason' });
    }
  };
}

async function dispatch(parts: RouterParts, request: IncomingMessage, response: ServerResponse) {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  sanitize(request);
  const path = pathOf(request);
  const plain = parts.plainRoutes.find((route) => matches(route, path));
  if (plain?.access === 'own') {
    await plain.handle(request, response);
    return;
  }
  const principal = await parts.auth.authenticate(request);
  if (plain) await answerPlain(plain, principal, request, response);
  else await answerPage(parts, principal, request, response);
}

async function answerPlain(
  route: PlainRoute,
  principal: Principal | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (principal && hasRole(principal, 'viewer')) {
    await route.handle(request, response);
    return;
  }
  sendJson(response, principal ? 403 : 401, { error: 'this needs a viewer’s session or token' });
}

async function answerPage(
  parts: RouterParts,
  principal: Principal | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const verdict = judge({
    method: request.method ?? 'GET',
    path: pathOf(request),
    principal,
    origin: request.headers.origin ?? null,
    ownOrigins: ownOrigins(request, parts.publicUrl),
  });
  switch (verdict.kind) {
    case 'allow':
      if (principal) request.headers[principalHeader] = sealPrincipal(principal);
      applyPagePolicy(parts.development, request, response);
      await parts.pages(request, response);
      return;
    case 'sign-in':
      response.writeHead(303, { Location: verdict.location, 'Cache-Control': 'no-store' }).end();
      return;
    case 'refuse':
      if (verdict.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
      sendJson(response, verdict.status, { error: verdict.error });
  }
}

/**
 * The session cookie belongs to the host it was made for, so a page of the host that the request
 * names is one of ours.
 */
export function ownOrigins(request: IncomingMessage, publicUrl: string | null): string[] {
  const here = `http://${request.headers.host ?? ''}`;
  return publicUrl === null ? [here] : [here, new URL(publicUrl).origin];
}

/** Headers that only we may set; a client's own would be believed by what runs behind the gate. */
function sanitize(request: IncomingMessage): void {
  for (const name of [
    principalHeader,
    'x-nonce',
    'content-security-policy',
    'x-middleware-subrequest',
  ]) {
    Reflect.deleteProperty(request.headers, name);
  }
}

function applyPagePolicy(development: boolean, request: IncomingMessage, response: ServerResponse) {
  const policy = pagePolicy(development);
  // Next reads the nonce for its own scripts from the request's policy header.
  request.headers['content-security-policy'] = policy.contentSecurityPolicy;
  request.headers['x-nonce'] = policy.nonce;
  response.setHeader('Content-Security-Policy', policy.contentSecurityPolicy);
}

function matches(route: PlainRoute, path: string): boolean {
  return typeof route.path === 'string' ? route.path === path : route.path.test(path);
}

/** Path without query, dot segments resolved as a browser would. */
export function pathOf(request: IncomingMessage): string {
  return URL.canParse(`http://host${request.url ?? '/'}`)
    ? new URL(`http://host${request.url ?? '/'}`).pathname
    : '/';
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
