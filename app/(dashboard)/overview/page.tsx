import type { Metadata } from 'next';
import { publicAddress } from '#lib/config/public-address.ts';
import { readAttention } from '#lib/fleet/read-attention.ts';
import { readMachineFacts } from '#lib/fleet/read-machine-facts.ts';
import { readOverviewTiles } from '#lib/fleet/read-overview-tiles.ts';
import { readOverview, type Overview } from '#lib/fleet/read-overview.ts';
import { listPlacements } from '#lib/inventory/list-placements.ts';
import { listRacks } from '#lib/inventory/list-racks.ts';
import { listSites } from '#lib/inventory/list-sites.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices } from '#lib/services.ts';
import { findHeatMetric } from '#components/heatmap/heat-metric.ts';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { AddAgent } from '#components/overview/add-agent.tsx';
import { AttentionList } from '#components/overview/attention-list.tsx';
import { FleetLine, type FleetCounts } from '#components/overview/fleet-line.tsx';
import { FleetPanel, type FleetPicture } from '#components/overview/fleet-panel.tsx';
import { OverviewAxis } from '#components/overview/overview-axis.tsx';
import { OverviewTiles } from '#components/overview/overview-tiles.tsx';
import { Panel, type PanelState } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Overview' };

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
  const [tiles, picture, principal] = await Promise.all([
    readOverviewTiles(services, overview, nowMs),
    readPicture(overview, typeof metric === 'string' ? metric : null, nowMs),
    currentPrincipal(),
  ]);
  const attention = readAttention(services, overview, nowMs);
  const { config } = services;
  return (
    <div className="grid grid-cols-12 gap-4">
      <RefreshOnNewcomers measurement="host" field="uptime_seconds" known={overview.hosts.length} />
      <div className="col-span-12">
        <FleetLine counts={countsOf(overview)} />
      </div>
      <OverviewTiles tiles={tiles} />
      <FleetPanel picture={picture} />
      <Panel
        title="Needs attention"
        note={attention.length > 0 ? String(attention.length) : null}
        className="col-span-12 xl:col-span-4"
        state={attention.length === 0 ? nothingWrong : { kind: 'ready' }}
      >
        <AttentionList items={attention} />
      </Panel>
      <OverviewAxis hasPower={tiles.power !== null} hosts={overview.hosts.length} />
      <Panel title="Add a machine" className="col-span-12">
        <AddAgent serverUrl={publicAddress(config)} mayMakeTokens={hasRole(principal, 'admin')} />
      </Panel>
    </div>
  );
}

async function readPicture(
  { hosts }: Overview,
  metric: string | null,
  nowMs: number,
): Promise<FleetPicture> {
  const services = getServices();
  const { items: racks } = await listRacks(services, { limit: most.racks });
  if (racks.length > 0) {
    const [{ items: sites }, { items: placements }] = await Promise.all([
      listSites(services, { limit: most.sites }),
      listPlacements(services, { limit: most.hosts }),
    ]);
    return { kind: 'hall', sites, racks, placements, metric: findHeatMetric(metric) };
  }
  const [first, ...others] = hosts;
  if (!first) return { kind: 'none' };
  if (others.length > 0) return { kind: 'list', hosts };
  return { kind: 'machine', facts: await readMachineFacts(services, first, nowMs) };
}

function countsOf(overview: Overview): FleetCounts {
  return {
    hosts: overview.hosts.length,
    silentHosts: overview.silentHosts.length,
    gpus: overview.gpus.length,
    throttledGpus: overview.throttledGpus.length,
    silentGpus: overview.silentGpus.length,
    newestMs: overview.newestMs,
    simulated: overview.hosts.some((host) => host.simulated),
  };
}
