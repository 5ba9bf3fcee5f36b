import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import { hasRole, type Principal } from '#lib/model/identity.ts';
import type { Log } from '#lib/services.ts';
import { controlPath } from '#lib/wire/control.ts';
import type { UpgradeHandler } from './http-server.ts';
import { ownOrigins, pathOf } from './router.ts';

export const livePath = '/api/live';

export interface UpgradeParts {
  readonly auth: Pick<Authenticator, 'authenticate'>;
  readonly live: UpgradeHandler;
  /** Refuses by itself whoever may not write samples. */
  readonly control: (...opening: [...Parameters<UpgradeHandler>, Principal | null]) => void;
  /** Next's own sockets, only while developing. */
  readonly pages: UpgradeHandler | null;
  readonly publicUrl: string | null;
  readonly log: Log;
}

/** Lets WebSockets in under the same rule as requests: nobody without a session or token. */
export function createUpgrade(parts: UpgradeParts): UpgradeHandler {
  return (request, socket, head) => {
    void admit(parts, request, socket, head).catch((error: unknown) => {
      parts.log.error({ err: error, path: pathOf(request) }, 'socket could not be opened');
      socket.destroy();
    });
  };
}

async function admit(
  parts: UpgradeParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const path = pathOf(request);
  if (parts.pages && path.startsWith('/_next/')) {
    parts.pages(request, socket, head);
    return;
  }
  if (path === controlPath) {
    parts.control(request, socket, head, await parts.auth.authenticate(request));
    return;
  }
  if (path !== livePath) {
    refuse(socket, '404 Not Found');
    return;
  }
  const principal = await parts.auth.authenticate(request);
  if (principal === null) refuse(socket, '401 Unauthorized');
  else if (mayWatch(principal, request, parts)) parts.live(request, socket, head);
  else refuse(socket, '403 Forbidden');
}

/** Browsers do not hold sockets to one origin, and add the cookie by themselves. */
function mayWatch(principal: Principal, request: IncomingMessage, parts: UpgradeParts): boolean {
  if (!hasRole(principal, 'viewer')) return false;
  if (principal.kind === 'token') return true;
  return ownOrigins(request, parts.publicUrl).includes(request.headers.origin ?? '');
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
