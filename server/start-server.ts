import type { Server } from 'node:http';
import type { Config } from '#lib/config/config.ts';
import { setServices, type Log } from '#lib/services.ts';
import { startHeartbeat } from './heartbeat.ts';
import { closeServer, listen, portOf, unavailable, type Answers } from './http-server.ts';
import { openPages } from './pages.ts';
import { openParts, type Parts } from './parts.ts';
import { plainRoutes } from './plain-routes.ts';
import { createRouter } from './router.ts';
import { startFollowing } from './follow.ts';
import { createUpgrade } from './upgrade.ts';

export interface ServerOptions {
  readonly config: Config;
  readonly development: boolean;
  readonly clock: () => number;
  readonly log: Log;
}

export interface RunningServer {
  readonly url: string;
  /** One-time link that makes the first administrator; null once there is one. */
  setupLink(): Promise<string | null>;
  close(): Promise<void>;
}

/** Opens everything the server is made of; what was opened is closed again when a later part fails. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log } = options;
  const answers: Answers = unavailable('starting');
  const http = await listen(config.host, config.port, answers);
  // PORT=0 asks for any free port: from here on it is known.
  const bound = { ...config, port: portOf(http) };
  const url = config.publicUrl ?? `http://${addressForPeople(bound.host)}:${bound.port}`;
  const closers: (() => Promise<void>)[] = [() => closeServer(http, 3_000)];
  const close = () => closeAll(closers, answers, log);
  try {
    const parts = await openParts({ ...options, config: bound });
    closers.push(() => parts.close());
    await serve(parts, answers, { ...options, config: bound }, http, closers);
    return { url, close, setupLink: () => setupLink(parts, url) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(
  parts: Parts,
  answers: Answers,
  options: ServerOptions,
  http: Server,
  closers: (() => Promise<void>)[],
): Promise<void> {
  const { config, development, clock, log } = options;
  setServices(parts.services);
  const pages = await openPages(development, config.host, portOf(http));
  closers.push(() => pages.close());
  closers.push(startFollowing(parts.services, clock, log));
  closers.push(startHeartbeat(parts.recurring, clock, log));
  answers.handle = createRouter({
    auth: parts.services.auth,
    plainRoutes: plainRoutes(parts),
    pages: pages.handle,
    publicUrl: config.publicUrl,
    development,
    log,
  });
  answers.upgrade = createUpgrade({
    auth: parts.services.auth,
    live: (...opening) => parts.live.handleUpgrade(...opening),
    pages: development ? pages.upgrade : null,
    publicUrl: config.publicUrl,
    log,
  });
}

/** Last opened, first closed; one part that fails to close does not keep the others open. */
async function closeAll(
  closers: (() => Promise<void>)[],
  answers: Answers,
  log: Log,
): Promise<void> {
  Object.assign(answers, unavailable('stopping'));
  for (const close of closers.splice(0).reverse()) {
    await close().catch((error: unknown) => {
      log.error({ err: error }, 'a part of the server did not close cleanly');
    });
  }
}

async function setupLink(parts: Parts, url: string): Promise<string | null> {
  const token = await parts.services.auth.setupToken();
  return token === null ? null : `${url}/setup?token=${encodeURIComponent(token)}`;
}

/** An address that a browser on this machine can open. */
function addressForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
