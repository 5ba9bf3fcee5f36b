import type { Beat } from '#lib/cluster/members.ts';
import { openNotices, type Notice } from '#lib/cluster/notices.ts';
import { orderTopics } from '#lib/cluster/order-topics.ts';
import { shareSamples } from '#lib/cluster/share-samples.ts';
import type { Cluster } from '#lib/cluster/cluster.ts';
import { createPlaceIndex } from '#lib/inventory/create-place-index.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { Arrival, LiveHub } from '#lib/live/hub.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { topicSchema } from '#lib/wire/live-messages.ts';
import { createBusMetrics } from './bus-metrics.ts';
import type { Closers } from './closers.ts';
import { joinCluster } from './cluster.ts';
import { alertOptions, type LiveParts, type LivePartsOptions } from './live-parts.ts';
import { noteXids } from './note-xids.ts';
import { createSharedAlerts, shareAuthenticator, sharePlaces } from './shared-alerts.ts';
import { createSharedControl } from './shared-control.ts';
import { createSockets } from './sockets.ts';

/**
 * The live parts of one server among several. Nothing is awaited once the bus is open: what comes
 * over it finds every part there.
 */
export async function openSharedParts(
  options: LivePartsOptions,
  closers: Closers,
): Promise<LiveParts> {
  const { database, store, clock, log } = options;
  await store.shared?.follow();
  const ownPlaces = await createPlaceIndex(database, () => hub.placesChanged());
  const metrics = createBusMetrics(options.metrics);
  const agents = () => control.agents.counts();
  const topics = () => newestNumbers(hub);
  const cluster = joinCluster({ ...options, metrics, agents, topics }, closers);
  const { bus, members, leadership } = cluster;

  const order = orderTopics({ bus, members, leadership, hub: () => hub, clock, log });
  const hub = createLiveHub({
    ...{ placeTags: ownPlaces.tags, clock },
    order: (topic, payload) => order.announce(topic, payload),
  });
  const notices = openNotices(bus, (notice) => receive(notice));
  const places = sharePlaces(ownPlaces, notices);
  const auth = shareAuthenticator(options.auth, notices);
  const { alerts, noteWatching } = createSharedAlerts(cluster, notices, {
    ...alertOptions(options, places, hub),
    canFollow: store.follow !== null,
  });
  closers.add('alert engine', () => alerts.close());
  const control = createSharedControl({
    ...{ cluster, notices, hub, log },
    local: () => sockets.control,
    probes: () => sockets.probes,
  });
  const sockets = createSockets({ ...options, auth, hub, shared: control });
  const xids = new XidLedger();
  const samples = shareSamples({
    bus,
    receive(tables, arrival) {
      hub.absorb(tables, arrival);
      noteXids(xids, tables);
      alerts.observe(tables, arrival);
      store.shared?.noteSeen(tables);
    },
    onDropped: (rows) => metrics.dropped(rows),
  });
  const receive = (notice: Notice): void => {
    const parts = { places: ownPlaces, auth: options.auth, alerts, sockets, noteWatching };
    takeNotice(notice, cluster, parts, log);
  };
  rereadOnReturn(cluster, { places: ownPlaces, alerts }, log);
  return {
    ...{ cluster, hub, places, auth, alerts, sockets, xids },
    publish(tables: readonly SampleTable[], arrival: Arrival) {
      hub.publish(tables, arrival);
      noteXids(xids, tables);
      samples.publish(tables, arrival);
    },
    recurring: [
      { name: 'membership', everyMs: 1_000, run: (nowMs) => members.tick(nowMs) },
      { name: 'announcements', everyMs: 500, run: () => order.tick() },
    ],
  };
}

function newestNumbers(hub: LiveHub): Beat['topics'] {
  return Object.fromEntries(topicSchema.options.map((topic) => [topic, hub.newestSeq(topic)]));
}

type NoticeParts = Pick<LiveParts, 'places' | 'auth' | 'alerts' | 'sockets'> & {
  readonly noteWatching: ReturnType<typeof createSharedAlerts>['noteWatching'];
};

function takeNotice(
  notice: Notice,
  { leadership }: Cluster,
  { places, auth, alerts, sockets, noteWatching }: NoticeParts,
  log: LivePartsOptions['log'],
): void {
  const inBackground = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      log.error({ err: error, notice: notice.kind }, 'a change at another server was not read');
    });
  };
  switch (notice.kind) {
    case 'places':
      inBackground(places.reload());
      return;
    case 'rules':
      if (leadership.isLeading) inBackground(alerts.reload());
      return;
    case 'token-revoked':
      auth.forgetToken(notice.id);
      return;
    case 'assignments':
      if (sockets.agents.isHere(notice.host)) inBackground(sockets.assignments.send(notice.host));
      return;
    case 'device-message':
      if (notice.message.type === 'snmp-tested' || notice.message.type === 'snmp-swept') {
        sockets.probes.receive(notice.host, notice.message);
      }
      return;
    case 'sweep':
      sockets.probes.adoptSweep(notice.sweep);
      return;
    case 'watching':
      noteWatching(notice.statuses);
  }
}

/** While the bus was away others may have changed what is kept in memory here. */
function rereadOnReturn(
  { bus, leadership }: Cluster,
  { places, alerts }: Pick<LiveParts, 'places' | 'alerts'>,
  log: LivePartsOptions['log'],
): void {
  bus.onState((isConnected) => {
    if (!isConnected) return;
    const reading = [places.reload(), ...(leadership.isLeading ? [alerts.reload()] : [])];
    Promise.all(reading).catch((error: unknown) => {
      log.error({ err: error }, 'what changed while the bus was away was not read');
    });
  });
}
