import type { Metadata } from 'next';
import Link from 'next/link';
import { publicAddress } from '#lib/config/public-address.ts';
import { isBoard, type GpuSummary } from '#lib/fleet/list-gpus.ts';
import { readAttention } from '#lib/fleet/read-attention.ts';
import { readMachineFacts } from '#lib/fleet/read-machine-facts.ts';
import { readOverviewTiles } from '#lib/fleet/read-overview-tiles.ts';
import { readOverview, type Overview } from '#lib/fleet/read-overview.ts';
import { readRecentEvents } from '#lib/fleet/read-recent-events.ts';
import { readHall } from '#lib/inventory/read-hall.ts';
import type { GpuEvent } from '#lib/model/gpu-event.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices } from '#lib/services.ts';
import { findHeatMetric, firstHeatMetric } from '#components/heatmap/heat-metric.ts';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { EventFeed } from '#components/events/event-feed.tsx';
import { GpuEvents } from '#components/events/gpu-events.tsx';
import { KeepFresh } from '#components/live/keep-fresh.tsx';
import { AddMachines } from '#components/overview/add-machines.tsx';
import { AttentionList } from '#components/overview/attention-list.tsx';
import { FleetLine, type FleetCounts } from '#components/overview/fleet-line.tsx';
import { FleetPanel, type FleetPicture } from '#components/overview/fleet-panel.tsx';
import { OverviewAxis } from '#components/overview/overview-axis.tsx';
import { OverviewTiles } from '#components/overview/overview-tiles.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Panel, type PanelState } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Overview' };

const timeoutMs = 10_000;

/** What the map of one screen can hold. */
const most = { sites: 500, racks: 2_000, hosts: 20_000 };

const nothingWrong: PanelState = {
  kind: 'empty',
  title: 'Nothing. Alerts that fire and machines that fall silent show up here.',
};

export default async function OverviewPage({
  searchParams,
}: {
  searchParams: Promise<{ metric?: string | string[] }>;
}) {
  const services = getServices();
  const nowMs = Date.now();
  const { metric } = await searchParams;
  const overview = await readOverview(services, nowMs);
  const signal = AbortSignal.timeout(timeoutMs);
  const [tiles, picture, principal, recent] = await Promise.all([
    readOverviewTiles(services, overview, nowMs),
    readPicture(overview, typeof metric === 'string' ? metric : null, nowMs),
    currentPrincipal(),
    readRecentEvents(services, {}, nowMs, signal),
  ]);
  const attention = readAttention(services, overview, recent.items, nowMs);
  const hasGpus = overview.gpus.length > 0;
  const { config } = services;
  const isTall = picture.kind === 'hall' || !hasGpus;
  const axis = (
    <OverviewAxis hasPower={tiles.power !== null} hasGpus={hasGpus} hosts={overview.hosts.length} />
  );
  return (
    <GpuEvents initial={recent.items} completeSinceMs={recent.sinceMs} gravestOnly>
      <div className="grid grid-cols-12 gap-4">
        <RefreshOnNewcomers
          measurement="host"
          field="uptime_seconds"
          known={overview.hosts.length}
        />
        <div className="col-span-12">
          <FleetLine counts={countsOf(overview)} />
        </div>
        <OverviewTiles tiles={tiles} />
        {/* Under a hall, which fills its place, the axis has the whole width. */}
        <div className="max-xl:contents min-w-0 xl:col-span-8 xl:flex xl:flex-col xl:gap-4">
          <FleetPanel picture={picture} className={`col-span-12 ${isTall ? 'flex-1' : ''}`} />
          {!isTall && <div className="col-span-12 min-w-0 max-xl:order-2">{axis}</div>}
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-4 max-xl:order-1 xl:col-span-4">
          <Panel
            title="Needs attention"
            note={attention.length > 0 ? String(attention.length) : null}
            className={hasGpus ? '' : 'flex-1'}
            state={attention.length === 0 ? nothingWrong : { kind: 'ready' }}
          >
            <AttentionList items={attention} />
          </Panel>
          {hasGpus && (
            <Panel
              title="Happened to GPUs"
              actions={<AllEvents />}
              flush
              className={isTall ? 'flex-1' : ''}
            >
              <KeepFresh everySeconds={30} />
              <EventFeed most={isTall ? 5 : 12} names={gpuNames(overview, recent.items)} brief />
            </Panel>
          )}
        </div>
        {isTall && <div className="col-span-12 min-w-0 max-xl:order-2">{axis}</div>}
        <AddMachines
          serverUrl={publicAddress(config)}
          mayMakeTokens={hasRole(principal, 'admin')}
          picture={picture.kind}
        />
      </div>
    </GpuEvents>
  );
}

function AllEvents() {
  return (
    <Link className={buttonClass('quiet', 'small')} href="/events">
      All events
    </Link>
  );
}

/** Of those in the feed only: a fleet's worth of names would be most of the page. */
function gpuNames({ gpus }: Overview, events: readonly GpuEvent[]): Record<string, string> {
  const told = new Set(events.map(({ gpu }) => gpu));
  return Object.fromEntries(
    gpus
      .filter(({ gpu }) => told.has(gpu))
      .map(({ gpu, host, index }) => [gpu, `${host} GPU ${index}`]),
  );
}

async function readPicture(
  { hosts, gpus }: Overview,
  metric: string | null,
  nowMs: number,
): Promise<FleetPicture> {
  const services = getServices();
  const { sites, racks, placements } = await readHall(services, most);
  if (racks.length > 0) {
    const shown = metric === null ? firstHeatMetric(gpus.length > 0) : findHeatMetric(metric);
    return { kind: 'hall', sites, racks, placements, metric: shown };
  }
  const [first, ...others] = hosts;
  if (!first) return { kind: 'none' };
  if (others.length > 0) return { kind: 'list', hosts };
  return { kind: 'machine', facts: await readMachineFacts(services, first, nowMs) };
}

const levels = ['info', 'warning', 'critical'] as const;

function countsOf({ hosts, gpus: all, silentHosts, newestMs }: Overview): FleetCounts {
  const gpus = all.filter(isBoard);
  const count = (state: GpuSummary['health']['state']): number =>
    gpus.filter(({ health }) => health.state === state).length;
  const throttled = gpus.filter(({ health }) => health.state === 'throttled');
  return {
    hosts: hosts.length,
    silentHosts: silentHosts.length,
    gpus: gpus.length,
    healthyGpus: count('healthy'),
    throttledGpus: throttled.length,
    throttleLevel:
      levels.findLast((level) => throttled.some(({ health }) => health.level === level)) ?? 'info',
    needyGpus: count('attention'),
    lostGpus: count('lost'),
    newestMs,
    simulated: [...hosts, ...gpus].some(({ simulated }) => simulated),
  };
}
