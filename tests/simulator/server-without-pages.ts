import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { loadConfig } from '#lib/config/config.ts';
import { setServices, type Services } from '#lib/services.ts';
import { createClosers } from '#server/closers.ts';
import { startFollowing } from '#server/follow.ts';
import { closeServer, listen, portOf, unavailable } from '#server/http-server.ts';
import { startHeartbeat } from '#server/heartbeat.ts';
import { openParts } from '#server/parts.ts';
import { plainRoutes } from '#server/plain-routes.ts';
import { createRouter, type Handler } from '#server/router.ts';
import { createUpgrade } from '#server/upgrade.ts';
import { testTokens } from './isotherm.ts';
import { temporaryDirectory } from './process.ts';

export interface ServerWithoutPages {
  readonly url: string;
  /** Everything the server itself has complained about. */
  readonly complaints: readonly string[];
  /** Everything it has written to its log. */
  readonly logged: readonly string[];
  readonly services: Services;
  stop(): Promise<void>;
}

export interface ServerWithoutPagesOptions {
  /** Kept when given; otherwise made, and removed by `stop`. */
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers what pages would; routes of the API find the server's services. */
  readonly pages?: Handler;
  readonly onLog?: (line: string) => void;
}

/** The server as it is while its pages are still starting: quick, and it needs no build. */
export async function startServerWithoutPages(
  options: ServerWithoutPagesOptions = {},
): Promise<ServerWithoutPages> {
  const dataDirectory = options.dataDirectory ?? temporaryDirectory('isotherm-data-');
  const complaints: string[] = [];
  const logged: string[] = [];
  const note = (fields: object, text: string) => {
    const line = `${text}: ${inspect(fields)}`;
    logged.push(line);
    options.onLog?.(line);
  };
  const log = {
    info: note,
    warn: note,
    error: (fields: object, text: string) => {
      note(fields, text);
      complaints.push(`${text}: ${inspect(fields)}`);
    },
  };
  const environment = {
    PORT: '0',
    ISOTHERM_DATA_DIR: dataDirectory,
    ISOTHERM_ADMIN_TOKEN: testTokens.admin,
    ISOTHERM_AGENT_TOKEN: testTokens.agent,
    ...options.environment,
  };
  // PORT=0 asks for any free port: from here on it is known.
  const asked = loadConfig(environment);
  const answers = unavailable('starting');
  const http = await listen(asked.host, asked.port, answers);
  const config = { ...asked, port: portOf(http) };
  const closers = createClosers(log);
  closers.add('http', () => closeServer(http, 1_000));
  const parts = await openParts({ config, clock: Date.now, log }, closers);
  const { services, sockets } = parts;
  setServices(services);
  answers.handle = createRouter({
    auth: services.auth,
    plainRoutes: plainRoutes(parts),
    pages: options.pages ?? unavailable('starting').handle,
    publicUrl: null,
    development: false,
    log,
  });
  answers.upgrade = createUpgrade({
    auth: services.auth,
    live: (...opening) => sockets.live.handleUpgrade(...opening),
    control: (...opening) => sockets.control.handleUpgrade(...opening),
    pages: null,
    publicUrl: null,
    log,
  });
  closers.add('following the database', startFollowing(services, parts.live, Date.now, log));
  closers.add('timers', startHeartbeat(parts.recurring, Date.now, log));
  return {
    url: `http://127.0.0.1:${portOf(http)}`,
    complaints,
    logged,
    services,
    stop: async () => {
      await closers.closeAll(8_000);
      if (options.dataDirectory === undefined) {
        rmSync(dataDirectory, { recursive: true, force: true });
      }
    },
  };
}
