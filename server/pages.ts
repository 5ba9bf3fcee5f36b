import next from 'next';
import { repositoryRoot } from './repository-root.ts';
import type { UpgradeHandler } from './http-server.ts';
import type { Handler } from './router.ts';

export interface Pages {
  readonly handle: Handler;
  /** Next's own sockets: page reloads while developing. */
  readonly upgrade: UpgradeHandler;
  close(): Promise<void>;
}

/** Starts Next behind our own HTTP server. The pages must have been built unless `development`. */
export async function openPages(
  development: boolean,
  hostname: string,
  port: number,
): Promise<Pages> {
  const app = next({ dev: development, dir: repositoryRoot, hostname, port });
  await app.prepare();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: app.getRequestHandler(),
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    close: () => app.close(),
  };
}
