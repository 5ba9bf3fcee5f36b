import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import type { Assignments } from '#lib/devices/assignments.ts';
import { createAssignments } from '#lib/devices/create-assignments.ts';
import type { CredentialVault } from '#lib/devices/credential-vault.ts';
import { createProbeDesk } from '#lib/devices/create-probe-desk.ts';
import type { ProbeDesk } from '#lib/devices/probe-desk.ts';
import type { AgentDirectory } from '#lib/live/agent-directory.ts';
import {
  createControlSocket,
  type AgentPresence,
  type ControlSocket,
} from '#lib/live/control-socket.ts';
import { createLiveSocket, type LiveSocket } from '#lib/live/live-socket.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { canWrite, hasRole } from '#lib/model/identity.ts';
import { createRunKeeper, type RunKeeper } from '#lib/runs/run-keeper.ts';
import type { Database } from '#lib/db/database.ts';
import type { Log } from '#lib/services.ts';
import type { SharedControl } from './shared-control.ts';

/** The two kinds of WebSocket: browsers that watch, agents that take commands. */
export interface Sockets {
  readonly live: LiveSocket;
  readonly control: ControlSocket;
  /** Agents connected here and, with several servers, elsewhere. */
  readonly agents: AgentDirectory;
  readonly runs: RunKeeper;
  readonly assignments: Assignments;
  readonly probes: ProbeDesk;
}

export interface SocketsOptions {
  readonly auth: Authenticator;
  readonly database: Database;
  readonly hub: LiveHub;
  readonly vault: CredentialVault;
  readonly clock: () => number;
  readonly log: Log;
  /** Null for a server that is alone. */
  readonly shared: SharedControl | null;
}

export function createSockets(options: SocketsOptions): Sockets {
  const { auth, database, hub, vault, clock, log, shared } = options;
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
    isOwnToken: (token, host) => auth.isOwnToken(token, host),
    onRunReport: (host, report) => {
      runs.record(host, report).catch((error: unknown) => {
        log.error({ err: error, host, run: report.run }, 'a run report could not be kept');
      });
    },
    onDeviceMessage: (host, message) => {
      probes.receive(host, message);
      shared?.deviceMessage(host, message);
    },
    onPresence: (presence) => {
      log.info({ ...presence }, 'an agent’s control channel changed');
      shared?.agents.localChanged(presence);
      notePresence(presence);
    },
    tokenElsewhere: (host) => shared?.agents.tokenElsewhere(host) ?? null,
  });
  const agents: AgentDirectory = shared?.agents ?? control.agents;
  /** One that moved to another server has not left. */
  const notePresence = (presence: AgentPresence): void => {
    const { host, isConnected } = presence;
    if (!isConnected && shared?.agents.isElsewhere(host) === true) return;
    hub.announce('agents', presence);
    if (isConnected) void assignments.send(host);
    else probes.agentLeft(host);
  };
  const runs = createRunKeeper({
    ...{ database, agents, hub, log, clock },
    isElsewhere: (host) => shared?.agents.isElsewhere(host) ?? false,
    judgesAbsence: () => shared?.judgesAbsence() ?? true,
  });
  const leaveToOthers = shared ? { leaveToOthers: (host: string) => shared.assign(host) } : {};
  const assignments = createAssignments({ database, agents, vault, log, ...leaveToOthers });
  const onStart = shared ? { onStart: shared.sweepStarted } : {};
  const probes = createProbeDesk({ agents, clock, ...onStart });
  return { live, control, agents, runs, assignments, probes };
}
