import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { openNatsBus } from '#lib/bus/nats-bus.ts';
import { createSealer } from '#lib/bus/seal.ts';
import { sealBus } from '#lib/bus/sealed-bus.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import { createMembers, type Beat } from '#lib/cluster/members.ts';
import { openLeadership } from '#lib/cluster/open-leadership.ts';
import type { Config } from '#lib/config/config.ts';
import { secretKeyOf } from '#lib/devices/secret-key.ts';
import type { Log } from '#lib/services.ts';
import type { BusMetrics } from './bus-metrics.ts';
import type { Closers } from './closers.ts';
import { readVersion } from './version.ts';

export interface ClusterOptions {
  readonly config: Config;
  /** Agents connected here, as the others compare them. */
  readonly agents: () => Beat['agents'];
  /** Numbers of the newest announcements. */
  readonly topics: () => Beat['topics'];
  readonly metrics: BusMetrics;
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * Joins the other servers.
 *
 * @throws Error without what lib/config asks of several servers
 */
export function joinCluster(options: ClusterOptions, closers: Closers): Cluster {
  const { config, metrics, clock, log } = options;
  const { bus: busConfig, databaseUrl, secretKey } = config;
  if (busConfig === null || databaseUrl === null || secretKey === null) {
    throw new Error('join other servers: NATS_URL, DATABASE_URL or ISOTHERM_SECRET_KEY is missing');
  }
  const sealer = createSealer(secretKeyOf(secretKey).bytes, clock);
  const bus = sealBus(openNatsBus(busConfig, log), sealer, metrics);
  closers.add('bus', () => bus.close());
  const monotonicMs = () => performance.now();
  const leadership = openLeadership({ databaseUrl, monotonicMs, log });
  closers.add('leadership', () => leadership.close());
  const fixed = {
    name: `${hostname()}:${config.port}`,
    version: readVersion(),
    startedAtMs: clock(),
  };
  const self = (): Omit<Beat, 'id'> => {
    const { term } = leadership;
    const leading = term !== null;
    return {
      ...{ ...fixed, agents: options.agents() },
      term: leading ? Number(term) : null,
      topics: leading ? options.topics() : {},
    };
  };
  const members = createMembers({ bus, selfId: randomUUID(), self, clock });
  leadership.onChange(() => members.beat());
  closers.add('membership', async () => {
    members.leave();
    await bus.flush().catch(() => undefined);
  });
  const cluster = { bus, members, leadership };
  metrics.watch(cluster);
  return cluster;
}
