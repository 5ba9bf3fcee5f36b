import type { Registry } from 'prom-client';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import type { Config } from '#lib/config/config.ts';
import type { Database } from '#lib/db/database.ts';
import type { Assignments } from '#lib/devices/assignments.ts';
import type { CredentialVault } from '#lib/devices/credential-vault.ts';
import type { ProbeDesk } from '#lib/devices/probe-desk.ts';
import type { PlaceIndex } from '#lib/inventory/place-index.ts';
import type { AgentDirectory } from '#lib/live/agent-directory.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Store } from '#lib/store/store.ts';

/**
 * What the server made at start and pages and routes use. Next bundles its own copy of every
 * module, so instances reach it through the global object, never through an import: compare by
 * value and by `kind`, not with `instanceof`.
 */
export interface Services {
  readonly config: Config;
  readonly store: Store;
  readonly database: Database;
  readonly auth: Authenticator;
  readonly hub: LiveHub;
  readonly agents: AgentDirectory;
  readonly places: PlaceIndex;
  readonly alerts: AlertEngine;
  /** Credentials of polled devices are sealed and opened here. */
  readonly vault: CredentialVault;
  /** Which devices an agent is to poll. */
  readonly assignments: Assignments;
  /** Tests and sweeps that agents do for people. */
  readonly probes: ProbeDesk;
  /** The other servers; null for one that is alone. */
  readonly cluster: Cluster | null;
  /** Metrics about the server itself, served at /metrics. */
  readonly metrics: Registry;
  readonly log: Log;
}

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

const key = Symbol.for('isotherm.services');
type Holder = { [key]?: Services };

export function setServices(services: Services): void {
  (globalThis as Holder)[key] = services;
}

/** @throws Error when called outside the server. */
export function getServices(): Services {
  const services = (globalThis as Holder)[key];
  if (!services) throw new Error('use services: the server has not started');
  return services;
}
