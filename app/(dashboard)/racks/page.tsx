import type { Metadata } from 'next';
import { listRackDevices } from '#lib/devices/list-rack-devices.ts';
import { readHall } from '#lib/inventory/read-hall.ts';
import type { Alert } from '#lib/model/alert.ts';
import { hasRole } from '#lib/model/identity.ts';
import { isHinted, type HostPlacement, type Rack, type Site } from '#lib/model/place.ts';
import { getServices } from '#lib/services.ts';
import { HallView } from '#components/heatmap/hall-view.tsx';
import type { RackIncident } from '#components/heatmap/rack-panel.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { LazyNewRackButton, LazyTray } from '#components/rack/lazy-tray.tsx';
import type { RackRow } from '#components/rack/rack-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Racks' };

/** What one page can draw; a hall beyond this is looked at site by site. */
const most = { sites: 500, racks: 2_000, hosts: 20_000 };

export default async function RacksPage() {
  const services = getServices();
  const mayChange = hasRole(await currentPrincipal(), 'operator');
  const { sites, racks, placements, isCut, isSimulated } = await readHall(services, most);
  const waiting = placements.filter(({ rackId }) => rackId === null);
  const known = racks.filter((rack) => !isHinted(rack));
  const knownSites = sites.filter((site) => !isHinted(site));
  const newcomers = (
    <RefreshOnNewcomers measurement="host" field="uptime_seconds" known={placements.length} />
  );
  if (racks.length === 0) {
    return (
      <div className="grid grid-cols-12 gap-4">
        {newcomers}
        <Panel
          className="col-span-12 xl:col-span-8"
          title="Racks"
          actions={mayChange && <LazyNewRackButton sites={knownSites} like={known.at(-1)} />}
          state={emptyHall(mayChange)}
          minHeight={320}
        />
        <Panel
          className="col-span-12 xl:col-span-4"
          title="Waiting for a place"
          note={String(waiting.length)}
          state={waiting.length === 0 ? nobodyWaits : { kind: 'ready' }}
          flush={waiting.length > 0}
        >
          <LazyTray waiting={waiting} racks={known} mayPlace={mayChange} />
        </Panel>
      </div>
    );
  }
  const devices = await listRackDevices(services, racks, Date.now());
  return (
    <div className="relative -m-4 h-[calc(100dvh-6.5rem)] min-h-96 overflow-hidden md:h-[calc(100dvh-3rem)]">
      {newcomers}
      <HallView
        sites={sites}
        racks={racks}
        placements={placements}
        devicesOfRack={Object.fromEntries(devices)}
        incidentsOfRack={incidentsByRack(services.alerts.active(), placements)}
        hasGpus={services.hub.series('gpu', {}).length > 0}
        waiting={waiting}
        rows={rackRows(sites, racks, placements)}
        known={{ sites: knownSites, racks: known }}
        mayChange={mayChange}
        isSimulated={isSimulated}
      />
      {isCut && <p className="sr-only">Only the first {most.racks} racks are drawn.</p>}
    </div>
  );
}

const nobodyWaits = {
  kind: 'empty',
  title: 'Every host that has reported stands in a rack.',
} as const;

/** What fires at a host of a rack. */
function incidentsByRack(
  alerts: readonly Alert[],
  placements: readonly HostPlacement[],
): Record<string, RackIncident[]> {
  const rackOf = new Map(placements.map(({ host, rackId }) => [host, rackId]));
  const incidents: Record<string, RackIncident[]> = {};
  for (const { rule, fingerprint, labels, state } of alerts) {
    const host = labels['host'];
    const rackId = host === undefined ? null : rackOf.get(host);
    if (state.kind !== 'firing' || host === undefined || !rackId) continue;
    const gpu = labels['index'] === undefined ? '' : ` · GPU ${labels['index']}`;
    (incidents[rackId] ??= []).push({
      key: `${rule.id}:${fingerprint}`,
      name: rule.name,
      where: `${host}${gpu}`,
      severity: rule.severity,
      sinceMs: state.sinceMs,
    });
  }
  return incidents;
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
