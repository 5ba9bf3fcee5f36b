import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenForServers } from '../../../cli/doctor/bus.ts';
import { loadConfig } from '#lib/config/config.ts';
import { openInfluxStore } from '#lib/store/influxdb/open-influx-store.ts';
import { startWebhookServer, type WebhookServer } from '../alerting/webhook-server.ts';
import { startInflux, type InfluxServer } from '#tests/simulator/influxd.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import { startLoadBalancer, type LoadBalancer } from '#tests/simulator/load-balancer.ts';
import { natsPassword, startNats, type NatsServer } from '#tests/simulator/nats.ts';
import { startPostgres, type PostgresServer } from '#tests/simulator/postgres.ts';
import { expectWholeBatches } from '#tests/simulator/whole-batches.ts';
import { startPusher, type Pusher } from './pusher.ts';
import { callApi, eventually, makeClusterServer, type ClusterServer } from './servers.ts';
import { startWatcher, type Watcher } from './watcher.ts';

const startMs = Math.floor(Date.now() / 1000) * 1000 - 6 * 3_600_000;
const influxDatabase = 'isotherm';

let influx: InfluxServer;
let environment: Record<string, string>;
let postgres: PostgresServer;
let nats: NatsServer;
let webhook: WebhookServer;
let a: ClusterServer;
let b: ClusterServer;
let balancer: LoadBalancer;
let pushers: Pusher[] = [];
let watcher: Watcher;
/** At the second server, whatever becomes of the first. */
let other: Watcher;
/** What was started so far; ended in the opposite order. */
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  [influx, postgres, nats, webhook] = await Promise.all([
    startInflux(),
    startPostgres(),
    startNats(),
    startWebhookServer(),
  ]);
  ends.push(...[influx, postgres, nats].map((server) => () => server.stop()));
  ends.push(() => webhook.close());
  environment = {
    INFLUX_URL: influx.url,
    INFLUX_DATABASE: influxDatabase,
    DATABASE_URL: await postgres.createDatabase(),
    NATS_URL: nats.url,
    ISOTHERM_SECRET_KEY: 'c'.repeat(64),
    ISOTHERM_ADMIN_TOKEN: testTokens.admin,
    ISOTHERM_AGENT_TOKEN: testTokens.agent,
  };
  a = await makeClusterServer(environment);
  b = await makeClusterServer(environment);
  ends.push(() => Promise.all([a.stop(), b.stop()]));
  await a.start();
  await leads(a);
  await b.start();
  await eventually('both know of each other', async () => (await servers(a)) === 2);
  balancer = await startLoadBalancer([b.port, a.port]);
  ends.push(() => balancer.close());
  await callApi(b.url, 'POST', '/receivers', { name: 'hook', url: webhook.url });
  await callApi(b.url, 'POST', '/rules', {
    ...{ kind: 'threshold', name: 'Pulse', measurement: 'pulse', field: 'level' },
    ...{ comparison: 'above', threshold: 50, clearThreshold: 50, severity: 'critical' },
    match: { host: ['one'] },
  });
  watcher = startWatcher(balancer.port);
  other = startWatcher(b.port);
  ends.push(() => {
    watcher.close();
    other.close();
  });
  pushers = [
    startPusher('one', [a.url, b.url], startMs),
    startPusher('two', [b.url, a.url], startMs),
  ];
});

afterAll(async () => {
  await Promise.all(pushers.map((pusher) => pusher.stop()));
  for (const end of ends.reverse()) await end();
});

async function leads(server: ClusterServer): Promise<void> {
  const isLeading = async () => (await server.metric('isotherm_bus_leading')) === 1;
  await eventually('a server leads', isLeading, 15_000);
}

function servers(server: ClusterServer): Promise<number | null> {
  return server.metric('isotherm_bus_servers');
}

/** What both sources push from now on is acknowledged and seen live. */
async function flows(): Promise<void> {
  for (const pusher of pushers) {
    const { source } = pusher;
    const from = pusher.acknowledged();
    await eventually(`${source} is pushed on`, () => pusher.acknowledged() > from + 2);
    const wanted = pusher.acknowledged();
    await eventually(`${source} is seen on`, () => {
      return [watcher, other].every((one) => one.seen(source) >= wanted);
    });
  }
}

describe('two servers on one InfluxDB, PostgreSQL and NATS', () => {
  it('show at one what is pushed to the other, and tell of an alert once', async () => {
    await flows();
    await webhook.received(1);
    expect(webhook.calls[0]?.body.alerts).toHaveLength(1);
    const [one] = await Promise.all([a, b].map((server) => callApi(server.url, 'GET', '/alerts')));
    await eventually('both show the alert', async () => {
      const pages = await Promise.all(
        [a, b].map((server) => callApi(server.url, 'GET', '/alerts')),
      );
      return pages.every((page) => (page as { items: unknown[] }).items.length === 1);
    });
    expect(one).toBeDefined();
  });

  it('are found by the doctor, and told from strangers', async () => {
    const config = loadConfig(environment).bus;
    if (!config) throw new Error('examine the bus: it is not configured');
    const known = await listenForServers(config, environment['ISOTHERM_SECRET_KEY'] ?? '');
    expect(known.state).toBe('fine');
    expect(known.sentence).toMatch(new RegExp(`:${a.port}.*:${b.port}|:${b.port}.*:${a.port}`));
    expect(known.sentence).not.toContain(natsPassword);
    const stranger = await listenForServers(config, 'd'.repeat(64));
    expect(stranger.sentence).toContain('another ISOTHERM_SECRET_KEY');
    const addresses = config.addresses.map((one) => one.replace(natsPassword, 'wrong'));
    const wrong = await listenForServers({ ...config, addresses }, 'd'.repeat(64));
    expect([wrong.state, wrong.sentence]).toEqual(['broken', expect.stringMatching(/authoriz/i)]);
  });

  it('go on when the one that leads is killed, and take it back', async () => {
    await a.kill();
    await leads(b);
    await flows();
    await a.start();
    await eventually('both know of each other', async () => (await servers(a)) === 2);
    await flows();
  });

  it('have another leader when the one that leads is stopped, which leads no more when it goes on', async () => {
    b.signal('SIGSTOP');
    await leads(a);
    b.signal('SIGCONT');
    await eventually('it knows', async () => (await b.metric('isotherm_bus_leading')) === 0);
    await flows();
    expect(await a.metric('isotherm_bus_leading')).toBe(1);
  });

  it('take over a browser with its place in the topics when its server is killed', async () => {
    const before = watcher.connections();
    const missed = watcher.missed();
    const seen = pushers.map(({ source }) => watcher.events(source).length);
    balancer.setTargets([a.port, b.port]);
    await b.kill();
    await eventually('the browser is back', () => watcher.connections() > before);
    await leads(a);
    await b.start();
    await eventually('both know of each other', async () => (await servers(a)) === 2);
    await flows();
    expect(watcher.missed()).toBe(missed);
    for (const [index, { source }] of pushers.entries()) {
      const events = watcher.events(source).slice(seen[index]);
      expect(events).toEqual(events.map((_, index) => (events[0] ?? 0) + index * 10));
    }
  });

  it('go on without NATS, over the database, and come back to it', async () => {
    await nats.kill();
    await eventually(
      'the bus is away',
      async () => (await b.metric('isotherm_bus_connected')) === 0,
    );
    await flows();
    await nats.start();
    for (const server of [a, b]) {
      await eventually('the bus is there', async () => {
        return (await server.metric('isotherm_bus_connected')) === 1;
      });
    }
    await flows();
  });

  it('acknowledge nothing without the store, and go on when it is back', async () => {
    await influx.kill();
    const acknowledged = pushers.map((pusher) => pusher.acknowledged());
    await eventually('a push has failed', () => a.output().includes('write failed'));
    expect(pushers.map((pusher) => pusher.acknowledged())).toEqual(acknowledged);
    await influx.start();
    await flows();
  });

  it('take in and show samples without PostgreSQL, and have a leader when it is back', async () => {
    await postgres.kill();
    await flows();
    await postgres.start();
    await eventually('somebody leads', async () => {
      const leading = await Promise.all([a, b].map((one) => one.metric('isotherm_bus_leading')));
      return leading.includes(1);
    });
    await flows();
  });

  it('have lost and repeated nothing in the end', async () => {
    await Promise.all(pushers.map((pusher) => pusher.stop()));
    const store = await openInfluxStore({
      config: { url: influx.url, database: influxDatabase, credentials: { kind: 'none' } },
      clock: Date.now,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    try {
      // As a follower reads: late windows may not have been rolled up yet.
      await store.shared?.follow();
      for (const pusher of pushers) {
        const { source } = pusher;
        const batchSource = `ISOTHERM_AGENT_TOKEN/${source}`;
        await expectWholeBatches(store, source, pusher.acknowledged(), { startMs, batchSource });
      }
    } finally {
      await store.close();
    }
    for (const pusher of pushers) {
      const answer = await callApi(
        a.url,
        'GET',
        `/series?measurement=pulse&fields=number&match=host:${pusher.source}&aggregate=count&step=1s` +
          `&start=${(pusher.pulses[0] ?? 0) - 1000}&end=${Date.now()}`,
      );
      const { series } = answer as { series: { values: (number | null)[] }[] };
      const stored = series[0]?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      expect(stored).toBe(pusher.pulses.length);
    }
    expect(webhook.calls).toHaveLength(1);
  });
});
