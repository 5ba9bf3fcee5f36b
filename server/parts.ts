import { mkdir } from 'node:fs/promises';
import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import { createDefaultRules } from '#lib/alerting/rules/default-rules.ts';
import { createAuthenticator } from '#lib/auth/create-authenticator.ts';
import type { Config } from '#lib/config/config.ts';
import { publicAddress } from '#lib/config/public-address.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createCredentialVault } from '#lib/devices/credential-vault.ts';
import { resealCredentials } from '#lib/devices/reseal-credentials.ts';
import { readSecretKeys } from '#lib/devices/read-secret-keys.ts';
import { createWriteEndpoint, type WriteEndpoint } from '#lib/ingest/write-endpoint.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { Log, Services } from '#lib/services.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Closers } from './closers.ts';
import { fleetMetrics } from './fleet-metrics.ts';
import { createGauges } from './gauges.ts';
import type { Recurring } from './heartbeat.ts';
import { createMetrics } from './metrics.ts';
import { noteXids } from './note-xids.ts';
import type { Handler } from './router.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { readVersion } from './version.ts';
import { createWriteMetrics } from './write-metrics.ts';

export interface PartsOptions {
  readonly config: Config;
  readonly clock: () => number;
  readonly log: Log;
}

/** Everything that lives as long as the server, and what has to be done again and again. */
export interface Parts {
  readonly services: Services;
  readonly sockets: Sockets;
  readonly write: WriteEndpoint;
  /** Answers /metrics/fleet. */
  readonly fleetMetrics: Handler;
  readonly recurring: readonly Recurring[];
}

/** Opens the parts in the order in which they need each other; each is closed by `closers`. */
export async function openParts(options: PartsOptions, closers: Closers): Promise<Parts> {
  const kept = await openKept(options, closers);
  const { database, store, auth, vault } = kept;
  const { config, clock, log } = options;
  const places = await createPlaceIndex(database, () => hub.placesChanged());
  const hub = createLiveHub({ placeTags: places.tags, clock });
  const alerts = await createAlertEngine({
    database,
    store,
    placeTags: places.tags,
    announce: (message) => hub.announce('alerts', message),
    deliver: alertmanagerWebhook(publicAddress(config)),
    clock,
    log,
  });
  closers.add('alert engine', () => alerts.close());
  const sockets = createSockets({ auth, database, hub, vault, clock, log });
  closers.add('live connections', () => sockets.live.close(AbortSignal.timeout(2_000)));
  closers.add('control channels', () => sockets.control.close(AbortSignal.timeout(2_000)));
  const { agents } = sockets.control;
  const services: Services = {
    config,
    ...kept,
    places,
    hub,
    agents,
    alerts,
    assignments: sockets.assignments,
    probes: sockets.probes,
    metrics: createMetrics(),
    log,
  };
  const xids = new XidLedger();
  const write = await openWrite(services, xids, clock);
  closers.add('ingest', () => write.close());
  createGauges(services.metrics, write, sockets.live);
  return {
    services,
    sockets,
    write,
    fleetMetrics: fleetMetrics({ hub, xids, clock }),
    recurring: recurringWork(services, sockets),
  };
}

/** What is on disk or in a database, and who may see it. */
async function openKept({ config, clock, log }: PartsOptions, closers: Closers) {
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  const vault = createCredentialVault(await readSecretKeys(config, log));
  const database = await openDatabase({ ...config, log });
  closers.add('database', () => database.close());
  await createDefaultRules(database);
  await resealCredentials(database, vault, log);
  const auth = await createAuthenticator({ database, config, clock, log });
  closers.add('sessions and tokens', () => auth.close());
  const store = await openStore(config, clock, log);
  closers.add('store', () => store.close());
  return { database, auth, store, vault };
}

function openWrite(
  services: Services,
  xids: XidLedger,
  clock: () => number,
): Promise<WriteEndpoint> {
  const { auth, store, hub, alerts, config, metrics, log } = services;
  return createWriteEndpoint({
    authenticate: (request) => auth.authenticate(request),
    store,
    hub: {
      publish(tables, arrival) {
        hub.publish(tables, arrival);
        noteXids(xids, tables);
      },
    },
    alerts,
    clock,
    seriesLimit: config.seriesLimit,
    metrics: createWriteMetrics(metrics),
    log,
    version: readVersion(),
  });
}

function recurringWork({ hub, alerts, store }: Services, sockets: Sockets): Recurring[] {
  return [
    { name: 'live frames', everyMs: 20, run: (nowMs) => hub.tick(nowMs) },
    { name: 'live connections', everyMs: 1_000, run: (nowMs) => sockets.live.tick(nowMs) },
    { name: 'control channels', everyMs: 1_000, run: (nowMs) => sockets.control.tick(nowMs) },
    { name: 'alert timers', everyMs: 1_000, run: (nowMs) => alerts.tick(nowMs) },
    { name: 'training runs', everyMs: 5_000, run: (nowMs) => sockets.runs.tick(nowMs) },
    {
      name: 'tests and sweeps of devices',
      everyMs: 1_000,
      run: (nowMs) => sockets.probes.tick(nowMs),
    },
    { name: 'rollups and retention', everyMs: 10_000, run: (nowMs) => store.maintain(nowMs) },
  ];
}
