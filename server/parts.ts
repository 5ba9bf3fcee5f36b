import { mkdir } from 'node:fs/promises';
import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import { createDefaultRules } from '#lib/alerting/rules/default-rules.ts';
import { createAuthenticator } from '#lib/auth/create-authenticator.ts';
import type { Config } from '#lib/config/config.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createWriteEndpoint, type WriteEndpoint } from '#lib/ingest/write-endpoint.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { createLiveSocket, type LiveSocket } from '#lib/live/live-socket.ts';
import { hasRole } from '#lib/model/identity.ts';
import type { Log, Services } from '#lib/services.ts';
import { openStore } from '#lib/store/open-store.ts';
import type { Recurring } from './heartbeat.ts';
import { createMetrics } from './metrics.ts';
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
  readonly live: LiveSocket;
  readonly write: WriteEndpoint;
  readonly recurring: readonly Recurring[];
  close(): Promise<void>;
}

export async function openParts({ config, clock, log }: PartsOptions): Promise<Parts> {
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ ...config, log });
  await createDefaultRules(database);
  const auth = await createAuthenticator({ database, config, clock, log });
  const store = await openStore(config);
  const places = await createPlaceIndex(database);
  const hub = createLiveHub({ placeTags: places.tags, clock });
  const alerts = await createAlertEngine({
    database,
    store,
    placeTags: places.tags,
    announce: (message) => hub.announce('alerts', message),
    deliver: alertmanagerWebhook(config.publicUrl ?? `http://${config.host}:${config.port}`),
    clock,
    log,
  });
  const live = createLiveSocket({
    hub,
    clock,
    isStillWelcome: async (request) => {
      const principal = await auth.authenticate(request);
      return principal !== null && hasRole(principal, 'viewer');
    },
  });
  const agents = { list: () => [], send: () => false };
  const metrics = createMetrics();
  const services: Services = {
    config,
    store,
    database,
    auth,
    places,
    hub,
    agents,
    alerts,
    metrics,
    log,
  };
  const write = await createWriteEndpoint({
    authenticate: (request) => auth.authenticate(request),
    store,
    hub,
    alerts,
    clock,
    seriesLimit: config.seriesLimit,
    metrics: createWriteMetrics(metrics),
    log,
    version: readVersion(),
  });
  return {
    services,
    live,
    write,
    recurring: [
      { name: 'live frames', everyMs: 100, run: (nowMs) => hub.tick(nowMs) },
      { name: 'live connections', everyMs: 1_000, run: (nowMs) => live.tick(nowMs) },
      { name: 'alert timers', everyMs: 1_000, run: (nowMs) => alerts.tick(nowMs) },
      { name: 'rollups and retention', everyMs: 10_000, run: (nowMs) => store.maintain(nowMs) },
    ],
    close: async () => {
      await write.close();
      await live.close(AbortSignal.timeout(2_000));
      await alerts.close();
      await auth.close();
      await store.close();
      await database.close();
    },
  };
}
