import type { Config } from '#lib/config/config.ts';
import { publicAddress } from '#lib/config/public-address.ts';
import { setServices, type Log } from '#lib/services.ts';
import { createClosers, type Closers } from './closers.ts';
import { startFollowing } from './follow.ts';
import { startHeartbeat } from './heartbeat.ts';
import { closeServer, listen, portOf, unavailable, type Answers } from './http-server.ts';
import { openPages } from './pages.ts';
import { openParts, type Parts } from './parts.ts';
import { plainRoutes } from './plain-routes.ts';
import { createRouter } from './router.ts';
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

/** A store at its checkpoint needs a while; a page that never ends must not keep it from closing. */
const closePatienceMs = 8_000;

/** Opens everything the server is made of; what was opened is closed again when a later part fails. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const answers: Answers = unavailable('starting');
  const http = await listen(options.config.host, options.config.port, answers);
  const closers = createClosers(options.log);
  closers.add('http', () => closeServer(http, 3_000));
  const close = () => {
    Object.assign(answers, unavailable('stopping'));
    return closers.closeAll(closePatienceMs);
  };
  try {
    // PORT=0 asks for any free port: from here on it is known.
    const config = { ...options.config, port: portOf(http) };
    const parts = await openParts({ ...options, config }, closers);
    await serve(parts, answers, { ...options, config }, closers);
    const url = publicAddress(config);
    return { url, close, setupLink: () => setupLink(parts, url) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(
  parts: Parts,
  answers: Answers,
  { config, development, clock, log }: ServerOptions,
  closers: Closers,
): Promise<void> {
  const { services, sockets } = parts;
  const { auth } = services;
  const { publicUrl } = config;
  setServices(services);
  // Agents are answered from here on; people wait until the pages are ready, too.
  const pages: Answers = unavailable('starting');
  answers.handle = createRouter({
    auth,
    plainRoutes: plainRoutes(parts),
    pages: (request, response) => pages.handle(request, response),
    publicUrl,
    development,
    log,
  });
  answers.upgrade = createUpgrade({
    auth,
    live: (...opening) => sockets.live.handleUpgrade(...opening),
    control: (...opening) => sockets.control.handleUpgrade(...opening),
    pages: development ? (...opening) => pages.upgrade(...opening) : null,
    publicUrl,
    log,
  });
  closers.add('following the database', startFollowing(services, parts.live, clock, log));
  closers.add('timers', startHeartbeat(parts.recurring, clock, log));
  const next = await openPages(development, config.host, config.port);
  closers.add('pages', () => next.close());
  Object.assign(pages, next);
}

async function setupLink(parts: Parts, url: string): Promise<string | null> {
  const token = await parts.services.auth.setupToken();
  return token === null ? null : `${url}/setup?token=${encodeURIComponent(token)}`;
}
