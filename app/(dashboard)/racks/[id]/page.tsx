import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readHall } from '#lib/inventory/read-hall.ts';
import { hasRole } from '#lib/model/identity.ts';
import { isHinted, type HostPlacement, type Rack } from '#lib/model/place.ts';
import { getServices } from '#lib/services.ts';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { findHeatMetric, perHost } from '#components/heatmap/heat-metric.ts';
import { MetricChoice } from '#components/heatmap/metric-choice.tsx';
import { Elevation } from '#components/rack/elevation.tsx';
import { HostList } from '#components/rack/host-list.tsx';
import { RackButtons } from '#components/rack/rack-buttons.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Value } from '#components/ui/value.tsx';
import { currentPrincipal } from '../../current-principal.ts';

export const metadata: Metadata = { title: 'Rack' };

const most = { sites: 500, racks: 20_000, hosts: 20_000 };

export default async function RackPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ metric?: string | string[] }>;
}) {
  const { id } = await params;
  const { metric: chosen } = await searchParams;
  const metric = perHost(findHeatMetric(typeof chosen === 'string' ? chosen : null));
  const services = getServices();
  const mayChange = hasRole(await currentPrincipal(), 'operator');
  const { sites, racks, placements: all } = await readHall(services, most);
  const rack = racks.find((each) => each.id === id);
  if (!rack) notFound();
  const own = all.filter(({ rackId }) => rackId === rack.id);
  const placements = (isHinted(rack) ? stacked(own) : own).sort(
    (a, b) => (b.positionU ?? 0) - (a.positionU ?? 0),
  );
  const known = racks.filter((each) => !isHinted(each));
  const site = sites.find((each) => each.id === rack.siteId)?.name ?? '';
  const isEmpty = placements.length === 0;
  return (
    <div className="grid grid-cols-12 gap-4">
      <Crumbs
        trail={[
          { label: 'Racks', href: '/racks' },
          { label: `${site} › ${rack.room} › row ${rack.row}`, href: '/racks' },
          { label: rack.name },
        ]}
      />
      <Panel
        className="col-span-12 lg:col-span-6"
        title={`Rack ${rack.name}, front`}
        actions={<MetricChoice metric={metric} ofHosts />}
      >
        <Elevation rack={rack} placements={placements} metric={metric} />
      </Panel>
      <div className="col-span-12 flex flex-col gap-4 lg:col-span-6">
        <Panel
          title="About"
          actions={mayChange && !isHinted(rack) && <RackButtons rack={rack} sites={sites} />}
        >
          <RackFacts rack={rack} site={site} />
          {isHinted(rack) && (
            <p className="mt-3 max-w-prose text-xs text-pretty text-faint">
              The inventory does not know this rack: its hosts have named it, and are drawn in the
              order of their names. Make it on the racks page and place them to give each its U and
              the rack its power budget.
            </p>
          )}
        </Panel>
        <Panel
          title="Hosts"
          note={String(placements.length)}
          state={
            isEmpty
              ? { kind: 'empty', title: 'No host stands here yet. Place one from the racks page.' }
              : { kind: 'ready' }
          }
          flush={!isEmpty}
        >
          <HostList
            placements={placements}
            racks={known}
            mayPlace={mayChange && known.length > 0}
          />
        </Panel>
      </div>
    </div>
  );
}

/** Where nobody has said more, in the order of their names from the bottom up. */
function stacked(placements: readonly HostPlacement[]): HostPlacement[] {
  let positionU = 2;
  return placements.map((placement) => {
    const standing = { ...placement, positionU };
    positionU += placement.heightU;
    return standing;
  });
}

function RackFacts({ rack, site }: { rack: Rack; site: string }) {
  const facts = [
    ['Site', site],
    ['Room', rack.room],
    ['Row', rack.row],
    ['Height', `${rack.heightU} U`],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <dt className="text-muted">Power budget</dt>
      <dd>
        <Value value={rack.powerBudgetWatts} unit="watts" />
      </dd>
    </dl>
  );
}
