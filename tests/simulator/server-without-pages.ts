import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { loadConfig } from '#lib/config/config.ts';
import { createClosers } from '#server/closers.ts';
import { closeServer, listen, portOf, unavailable } from '#server/http-server.ts';
import { openParts } from '#server/parts.ts';
import { plainRoutes } from '#server/plain-routes.ts';
import { createRouter } from '#server/router.ts';
import { testTokens } from './isotherm.ts';
import { temporaryDirectory } from './process.ts';

export interface ServerWithoutPages {
  readonly url: string;
  /** Everything the server itself has complained about. */
  readonly complaints: readonly string[];
  stop(): Promise<void>;
}

/** The server as it is while its pages are still starting: quick, and it needs no build. */
export async function startServerWithoutPages(): Promise<ServerWithoutPages> {
  const dataDirectory = temporaryDirectory('isotherm-data-');
  const complaints: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, text: string) => void complaints.push(`${text}: ${inspect(fields)}`),
  };
  const config = loadConfig({
    PORT: '0',
    ISOTHERM_DATA_DIR: dataDirectory,
    ISOTHERM_ADMIN_TOKEN: testTokens.admin,
    ISOTHERM_AGENT_TOKEN: testTokens.agent,
  });
  const answers = unavailable('starting');
  const http = await listen(config.host, config.port, answers);
  const closers = createClosers(log);
  closers.add('http', () => closeServer(http, 1_000));
  const parts = await openParts({ config, clock: Date.now, log }, closers);
  answers.handle = createRouter({
    auth: parts.services.auth,
    plainRoutes: plainRoutes(parts),
    pages: unavailable('starting').handle,
    publicUrl: null,
    development: false,
    log,
  });
  return {
    url: `http://127.0.0.1:${portOf(http)}`,
    complaints,
    stop: async () => {
      await closers.closeAll(8_000);
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
