import type { Registry } from 'prom-client';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { AlertEngineOptions } from '#lib/alerting/create-alert-engine.ts';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import type { Authenticator } from '#lib/auth/authenticator.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import type { Config } from '#lib/config/config.ts';
import { publicAddress } from '#lib/config/public-address.ts';
import type { Database } from '#lib/db/database.ts';
import type { CredentialVault } from '#lib/devices/credential-vault.ts';
import type { PlaceIndex } from '#lib/inventory/place-index.ts';
import type { Arrival, LiveHub } from '#lib/live/hub.ts';
import type { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';
import type { Recurring } from './heartbeat.ts';
import type { Sockets } from './sockets.ts';

export interface LivePartsOptions {
  readonly config: Config;
  readonly database: Database;
  readonly store: Store;
  readonly auth: Authenticator;
  readonly vault: CredentialVault;
  readonly metrics: Registry;
  readonly clock: () => number;
  readonly log: Log;
}

/** What shows and judges samples as they arrive, and talks with browsers and agents. */
export interface LiveParts {
  /** Null for a server that is alone. */
  readonly cluster: Cluster | null;
  readonly hub: LiveHub;
  readonly places: PlaceIndex;
  readonly auth: Authenticator;
  readonly alerts: AlertEngine;
  readonly sockets: Sockets;
  readonly xids: XidLedger;
  /** Shows samples here and tells the other servers of them. */
  publish(tables: readonly SampleTable[], arrival: Arrival): void;
  readonly recurring: readonly Recurring[];
}

export function alertOptions(
  { config, database, store, clock, log }: LivePartsOptions,
  places: PlaceIndex,
  hub: LiveHub,
): AlertEngineOptions {
  return {
    database,
    store,
    placeTags: places.tags,
    announce: (message) => hub.announce('alerts', message),
    deliver: alertmanagerWebhook(publicAddress(config)),
    clock,
    log,
  };
}
