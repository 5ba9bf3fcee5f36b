import { mkdir } from 'node:fs/promises';
import { createDefaultRules } from '#lib/alerting/rules/default-rules.ts';
import { createAuthenticator } from '#lib/auth/create-authenticator.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import type { Config } from '#lib/config/config.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createCredentialVault } from '#lib/devices/credential-vault.ts';
import { resealCredentials } from '#lib/devices/reseal-credentials.ts';
import { readSecretKeys } from '#lib/devices/read-secret-keys.ts';
import { createWriteEndpoint, type WriteEndpoint } from '#lib/ingest/write-endpoint.ts';
import type { Log, Services } from '#lib/services.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';
import type { Closers } from './closers.ts';
import { fleetMetrics } from './fleet-metrics.ts';
import { createGauges } from './gauges.ts';
import type { Recurring } from './heartbeat.ts';
import type { LiveParts } from './live-parts.ts';
import { createMetrics } from './metrics.ts';
import { openLiveParts } from './open-live-parts.ts';
import type { Handler } from './router.ts';
import type { Sockets } from './sockets.ts';
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
  readonly live: LiveParts;
  readonly recurring: readonly Recurring[];
}

/** Opens the parts in the order in which they need each other; each is closed by `closers`. */
export async function openParts(options: PartsOptions, closers: Closers): Promise<Parts> {
  const { config, clock, log } = options;
  const kept = await openKept(options, closers);
  const metrics = createMetrics();
  const live = await openLiveParts({ ...options, ...kept, metrics }, closers);
  const { sockets } = live;
  closers.add('live connections', () => sockets.live.close(AbortSignal.timeout(2_000)));
  closers.add('control channels', () => sockets.control.close(AbortSignal.timeout(2_000)));
  const services: Services = {
    config,
    ...kept,
    auth: live.auth,
    places: live.places,
    hub: live.hub,
    agents: sockets.agents,
    alerts: live.alerts,
    assignments: sockets.assignments,
    probes: sockets.probes,
    cluster: live.cluster,
    metrics,
    log,
  };
  const write = await openWrite(services, live, clock);
  closers.add('ingest', () => write.close());
  createGauges(services.metrics, write, sockets.live);
  return {
    services,
    sockets,
    write,
    fleetMetrics: fleetMetrics({ hub: live.hub, xids: live.xids, clock }),
    live,
    recurring: recurringWork(services, live),
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
  live: LiveParts,
  clock: () => number,
): Promise<WriteEndpoint> {
  const { store, alerts, config, metrics, log } = services;
  return createWriteEndpoint({
    authenticate: (request) => live.auth.authenticate(request),
    store,
    hub: { publish: (tables, arrival) => live.publish(tables, arrival) },
    alerts,
    clock,
    seriesLimit: config.seriesLimit,
    metrics: createWriteMetrics(metrics),
    log,
    version: readVersion(),
  });
}

function recurringWork({ hub, alerts, store }: Services, live: LiveParts): Recurring[] {
  const { sockets } = live;
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
    { name: 'rollups and retention', everyMs: 10_000, run: maintenance(store, live.cluster) },
    ...live.recurring,
  ];
}

/** Of several servers the leader maintains the store; the others read how far it has come. */
function maintenance(store: Store, cluster: Cluster | null): Recurring['run'] {
  return async (nowMs) => {
    if (cluster && !cluster.leadership.isLeading) {
      await store.shared?.follow();
      return;
    }
    if (cluster) await store.shared?.lead();
    await store.maintain(nowMs);
  };
}
