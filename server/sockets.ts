import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import { createControlSocket, type ControlSocket } from '#lib/live/control-socket.ts';
import { createLiveSocket, type LiveSocket } from '#lib/live/live-socket.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { canWrite, hasRole } from '#lib/model/identity.ts';
import { createRunKeeper, type RunKeeper } from '#lib/runs/run-keeper.ts';
import type { Database } from '#lib/db/database.ts';
import type { Log } from '#lib/services.ts';

/** The two kinds of WebSocket: browsers that watch, agents that take commands. */
export interface Sockets {
  readonly live: LiveSocket;
  readonly control: ControlSocket;
  readonly runs: RunKeeper;
}

export interface SocketsOptions {
  readonly auth: Authenticator;
  readonly database: Database;
  readonly hub: LiveHub;
  readonly clock: () => number;
  readonly log: Log;
}

export function createSockets({ auth, database, hub, clock, log }: SocketsOptions): Sockets {
  const live = createLiveSocket({
    hub,
    clock,
    isStillWelcome: async (request: IncomingMessage) => {
      const principal = await auth.authenticate(request);
      return principal !== null && hasRole(principal, 'viewer');
    },
  });
  const control = createControlSocket({
    clock,
    isStillWelcome: async (request: IncomingMessage) => {
      const principal = await auth.authenticate(request);
      return principal !== null && canWrite(principal);
    },
    onRunReport: (host, report) => {
      runs.record(host, report).catch((error: unknown) => {
        log.error({ err: error, host, run: report.run }, 'a run report could not be kept');
      });
    },
    onPresence: (presence) => {
      log.info({ ...presence }, 'an agent’s control channel changed');
      hub.announce('agents', presence);
    },
  });
  const runs = createRunKeeper({ database, agents: control.agents, hub, log, clock });
  return { live, control, runs };
}
