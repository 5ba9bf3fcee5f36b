'use client';

import { Inbox, List, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { HallCanvas } from './hall-canvas.tsx';
import { heatMetrics } from './heat-metric.ts';
import { HeatLegend } from './legend.tsx';
import type { RackIncident } from './rack-panel.tsx';
import { Scrubber } from './scrubber.tsx';
import { useHallReplay } from './use-hall-replay.ts';
import { useHallScene, type HallPlaces } from './use-hall-scene.ts';
import { useMapAddress } from './use-map-address.ts';

// Loaded with the first rack that is chosen: most looks at the map are only that.
const RackPanel = dynamic(() => import('./rack-panel.tsx').then((module) => module.RackPanel), {
  loading: () => <div className="skeleton m-4 flex-1" />,
});

export interface HallViewProps extends HallPlaces {
  readonly devicesOfRack: Readonly<Record<string, readonly string[]>>;
  readonly incidentsOfRack: Readonly<Record<string, readonly RackIncident[]>>;
  readonly waiting: number;
  /** The same racks for who does not see the map. */
  readonly table: ReactNode;
  readonly tray: ReactNode;
  readonly actions: ReactNode;
}

/** Room for what lies over the edges: the legend above, nothing elsewhere. */
const insets = { top: 76, right: 20, bottom: 20, left: 20 };
const panelInsets = { ...insets, right: 380 };

/** The map of racks: it fills the page, and what is chosen stands in the address. */
export function HallView(props: HallViewProps) {
  const { sites, racks, placements } = props;
  const places = useMemo(() => ({ sites, racks, placements }), [sites, racks, placements]);
  const address = useMapAddress();
  const { metric, rackId, isTable } = address;
  const [refused, setRefused] = useState<string | null>(null);
  const [showsTray, setShowsTray] = useState(false);
  const router = useRouter();
  const selected = racks.find(({ id }) => id === rackId) ?? null;
  const handles = useHallScene({
    ...{ places, metric, insets, selectedRackId: rackId, isLive: address.atMs === null },
    reveal: panelInsets,
    onRefused: setRefused,
  });
  const replay = useHallReplay(address, handles.scene);
  const select = (id: string | null): void => address.set({ rack: id });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const at = racks.findIndex(({ id }) => id === rackId);
    if (event.key === 'Escape') select(null);
    else if (event.key === 'j') select(racks[Math.min(racks.length - 1, at + 1)]?.id ?? null);
    else if (event.key === 'k') select(racks[Math.max(0, at - 1)]?.id ?? null);
    else if (event.key === 'Enter' && selected && isMap(event.target)) {
      router.push(`/racks/${selected.id}`);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="absolute inset-0 flex flex-col" onKeyDown={onKeyDown}>
      <div className="relative flex min-h-0 flex-1">
        <HallCanvas
          handles={handles}
          metric={metric}
          racks={racks.length}
          isReplay={address.atMs !== null}
          onClick={(found) => select(found?.rack.rack.id ?? null)}
          className="min-w-0 flex-1"
        />
        <div className="pointer-events-none absolute inset-x-3 top-3 flex flex-wrap items-start gap-2">
          <div className="pointer-events-auto flex max-w-full flex-wrap items-center gap-x-4 gap-y-1.5 rounded-panel border border-border bg-surface px-2.5 py-1.5">
            <Select
              label="Coloured by"
              hideLabel
              className="w-48"
              choices={heatMetrics.map(({ id, label }) => ({ value: id, label }))}
              value={metric.id}
              onChange={(event) => address.set({ metric: event.target.value })}
            />
            <HeatLegend metric={metric} ramp={handles.ramp} />
          </div>
          <div className="pointer-events-auto ml-auto flex items-center rounded-panel border border-border bg-surface p-1">
            {!isTable && <ZoomButtons handles={handles} />}
            <IconButton
              label={isTable ? 'Map' : 'Table of racks'}
              icon={isTable ? <MapIcon className="size-4" /> : <List className="size-4" />}
              onClick={() => address.set({ view: isTable ? null : 'table' })}
            />
            {props.waiting > 0 && (
              <IconButton
                label={`${props.waiting} hosts wait for a place`}
                icon={
                  <>
                    <Inbox className="size-4" /> {props.waiting}
                  </>
                }
                onClick={() => setShowsTray(true)}
              />
            )}
            {props.actions}
          </div>
        </div>
        {refused !== null && (
          <p role="alert" className="absolute inset-x-3 top-20 text-center text-sm">
            {refused}
          </p>
        )}
        {isTable && (
          <div className="absolute inset-0 overflow-auto bg-background pt-20">{props.table}</div>
        )}
        {selected && !isTable && (
          <aside
            aria-label={`Rack ${selected.name}`}
            className="absolute inset-x-0 bottom-0 z-10 flex max-h-[60%] flex-col border-t border-border bg-surface md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-90 md:border-t-0 md:border-l"
          >
            <RackPanel
              key={selected.id}
              rack={selected}
              placements={placements.filter((each) => each.rackId === selected.id)}
              devices={props.devicesOfRack[selected.id] ?? []}
              incidents={props.incidentsOfRack[selected.id] ?? []}
              onClose={() => select(null)}
            />
          </aside>
        )}
      </div>
      <Scrubber {...replay} />
      <Dialog open={showsTray} onClose={() => setShowsTray(false)} title="Waiting for a place">
        {props.tray}
      </Dialog>
    </div>
  );
}

function ZoomButtons({ handles: { scene } }: { handles: ReturnType<typeof useHallScene> }) {
  return (
    <span className="hidden items-center sm:flex">
      <IconButton
        label="Zoom in (+)"
        icon={<Plus className="size-4" />}
        onClick={() => scene.current?.zoom(1.4)}
      />
      <IconButton
        label="Zoom out (-)"
        icon={<Minus className="size-4" />}
        onClick={() => scene.current?.zoom(1 / 1.4)}
      />
      <IconButton
        label="Fit the hall (0)"
        icon={<Maximize className="size-4" />}
        onClick={() => scene.current?.fit()}
      />
    </span>
  );
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, select, textarea, dialog') !== null
  );
}

/** Buttons and links have an Enter of their own. */
function isMap(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('a, button') === null;
}
