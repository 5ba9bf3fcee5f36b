import type { HallMapProps } from '#components/heatmap/hall-map.tsx';
import { LazyHallMap } from '#components/heatmap/lazy-hall-map.tsx';
import { MetricChoice } from '#components/heatmap/metric-choice.tsx';
import { HostTable, type HostRow } from '#components/host/host-table.tsx';
import { MachineFactsList, type MachineFacts } from '#components/host/machine-facts.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** The machines, in the best picture there is: the hall, the one machine, or a list. */
export type FleetPicture =
  | { readonly kind: 'none' }
  | { readonly kind: 'machine'; readonly facts: MachineFacts }
  | { readonly kind: 'list'; readonly hosts: readonly HostRow[] }
  | ({ readonly kind: 'hall' } & HallMapProps);

export function FleetPanel({
  picture,
  className: place = '',
}: {
  picture: FleetPicture;
  className?: string;
}) {
  switch (picture.kind) {
    case 'none':
      return (
        <Panel
          title="Machines"
          className={place}
          state={{
            kind: 'empty',
            title:
              'No machine has reported yet. Each one needs an agent; the command for it is below.',
          }}
        />
      );
    case 'machine':
      return (
        <Panel title="This machine" note={picture.facts.host} className={place}>
          <MachineFactsList facts={picture.facts} />
        </Panel>
      );
    case 'list':
      return (
        <Panel title="Machines" flush className={place}>
          <HostTable hosts={picture.hosts} />
        </Panel>
      );
    case 'hall':
      return (
        <Panel title="Hall" className={place} actions={<MetricChoice metric={picture.metric} />}>
          <LazyHallMap
            sites={picture.sites}
            racks={picture.racks}
            placements={picture.placements}
            metric={picture.metric}
          />
        </Panel>
      );
  }
}
