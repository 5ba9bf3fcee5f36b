import type { Metadata } from 'next';
import { readHall } from '#lib/inventory/read-hall.ts';
import { hasRole } from '#lib/model/identity.ts';
import { isHinted, type HostPlacement, type Rack, type Site } from '#lib/model/place.ts';
import { getServices } from '#lib/services.ts';
import { HallMap } from '#components/heatmap/hall-map.tsx';
import { findHeatMetric } from '#components/heatmap/heat-metric.ts';
import { MetricChoice } from '#components/heatmap/metric-choice.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { NewRackButton } from '#components/rack/new-rack.tsx';
import { RackTable, type RackRow } from '#components/rack/rack-table.tsx';
import { Tray } from '#components/rack/tray.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Racks' };

/** What one page can draw; a hall beyond this is looked at site by site. */
const most = { sites: 500, racks: 2_000, hosts: 20_000 };

export default async function RacksPage({
  searchParams,
}: {
  searchParams: Promise<{ metric?: string | string[] }>;
}) {
  const { metric: chosen } = await searchParams;
  const metric = findHeatMetric(typeof chosen === 'string' ? chosen : null);
  const services = getServices();
  const mayChange = hasRole(await currentPrincipal(), 'operator');
  const { sites, racks, placements, isCut, isSimulated } = await readHall(services, most);
  const waiting = placements.filter(({ rackId }) => rackId === null);
  const known = racks.filter((rack) => !isHinted(rack));
  const newRack = mayChange && (
    <NewRackButton sites={sites.filter((site) => !isHinted(site))} like={known.at(-1)} />
  );
  return (
    <div className="grid grid-cols-12 gap-4">
      <RefreshOnNewcomers measurement="host" field="uptime_seconds" known={placements.length} />
      <Panel
        className="col-span-12 xl:col-span-9"
        title="Racks"
        note={isCut ? `the first ${most.racks}` : undefined}
        actions={
          <>
            <Simulated when={isSimulated} />
            {racks.length > 0 && <MetricChoice metric={metric} />}
            {newRack}
          </>
        }
        state={racks.length === 0 ? emptyHall(mayChange) : { kind: 'ready' }}
        minHeight={320}
      >
        <HallMap sites={sites} racks={racks} placements={placements} metric={metric} />
      </Panel>
      <Panel
        className="col-span-12 xl:col-span-3"
        title="Waiting for a place"
        note={String(waiting.length)}
        state={
          waiting.length === 0
            ? { kind: 'empty', title: 'Every host that has reported stands in a rack.' }
            : { kind: 'ready' }
        }
        flush={waiting.length > 0}
      >
        <Tray waiting={waiting} racks={known} mayPlace={mayChange} />
      </Panel>
      {racks.length > 0 && (
        <Panel className="col-span-12" title="All racks" flush>
          <RackTable rows={rackRows(sites, racks, placements)} />
        </Panel>
      )}
    </div>
  );
}

function emptyHall(mayChange: boolean) {
  const title = mayChange
    ? 'Here the hall is drawn rack by rack, each host coloured by what it does. Make the first rack, then place the hosts that wait.'
    : 'Here the hall is drawn rack by rack. An operator makes the racks and places the hosts.';
  return { kind: 'empty', title } as const;
}

function rackRows(
  sites: readonly Site[],
  racks: readonly Rack[],
  placements: readonly HostPlacement[],
): RackRow[] {
  const siteNames = new Map(sites.map((site) => [site.id, site.name]));
  const used = new Map<string, { hosts: number; heightU: number }>();
  for (const { rackId, heightU } of placements) {
    if (rackId === null) continue;
    const sum = used.get(rackId) ?? { hosts: 0, heightU: 0 };
    used.set(rackId, { hosts: sum.hosts + 1, heightU: sum.heightU + heightU });
  }
  return racks.map((rack) => ({
    ...rack,
    site: siteNames.get(rack.siteId) ?? '',
    hosts: used.get(rack.id)?.hosts ?? 0,
    freeU: rack.heightU - (used.get(rack.id)?.heightU ?? 0),
  }));
}
