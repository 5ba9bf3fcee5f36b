'use client';

import { Inbox, List, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type KeyboardEvent } from 'react';
import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';
import { LazyNewRackButton, LazyTray } from '#components/rack/lazy-tray.tsx';
import type { RackRow } from '#components/rack/rack-table.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { HallCanvas } from './hall-canvas.tsx';
import { heatMetrics } from './heat-metric.ts';
import { HeatLegend } from './legend.tsx';
import type { RackIncident } from './rack-panel.tsx';
import { Scrubber } from './scrubber.tsx';
import { useHallReplay } from './use-hall-replay.ts';
import { useHallScene, type HallPlaces } from './use-hall-scene.ts';
import type { Insets, Size } from './viewport.ts';
import { useMapAddress, type MapAddress } from './use-map-address.ts';

// Loaded when they are first wanted: most looks at the map are only that.
const RackPanel = dynamic(() => import('./rack-panel.tsx').then((module) => module.RackPanel), {
  loading: () => <div className="skeleton m-4 flex-1" />,
  ssr: false,
});
const RackTable = dynamic(
  () => import('#components/rack/rack-table.tsx').then((module) => module.RackTable),
  { loading: () => <div className="skeleton m-4 h-96" />, ssr: false },
);
export interface HallViewProps extends HallPlaces {
  readonly devicesOfRack: Readonly<Record<string, readonly string[]>>;
  readonly incidentsOfRack: Readonly<Record<string, readonly RackIncident[]>>;
  readonly hasGpus: boolean;
  /** Hosts that have no place yet. */
  readonly waiting: readonly HostPlacement[];
  /** The same racks for who does not see the map. */
  readonly rows: readonly RackRow[];
  /** Sites and racks of the inventory, which can be added to; the others are only hinted at. */
  readonly known: { readonly sites: readonly Site[]; readonly racks: readonly Rack[] };
  readonly mayChange: boolean;
  readonly isSimulated: boolean;
}

const phoneBelowPx = 640;
const panelPx = 360;

/** Room for what lies over the edges: the legend above, buttons below on a phone. */
function insets({ width }: Size): Insets {
  if (width < phoneBelowPx) return { top: 96, right: 10, bottom: 52, left: 10 };
  return { top: 72, right: 20, bottom: 20, left: 20 };
}

/** The panel stands at the right, and on a phone over the lower part. */
function panelInsets(size: Size): Insets {
  if (size.width < phoneBelowPx) return { ...insets(size), bottom: size.height * 0.6 };
  return { ...insets(size), right: panelPx };
}

/** The map of racks: it fills the page, and what is chosen stands in the address. */
export function HallView(props: HallViewProps) {
  const { sites, racks, placements } = props;
  const places = useMemo(() => ({ sites, racks, placements }), [sites, racks, placements]);
  const address = useMapAddress(props.hasGpus);
  const { metric, rackId, isTable } = address;
  const [refused, setRefused] = useState<string | null>(null);
  const [showsTray, setShowsTray] = useState(false);
  const selected = racks.find(({ id }) => id === rackId) ?? null;
  const handles = useHallScene({
    ...{ places, metric, insets, selectedRackId: rackId, isLive: address.atMs === null },
    reveal: panelInsets,
    onRefused: setRefused,
  });
  const replay = useHallReplay(address, handles.scene);
  const select = (id: string | null): void => address.set({ rack: id });

  const onKeyDown = useRackKeys(racks, rackId, select);

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
        {isTable && (
          <div className="absolute inset-0 overflow-auto bg-background pt-20">
            <RackTable rows={props.rows} />
          </div>
        )}
        <MapControls
          view={props}
          address={address}
          handles={handles}
          hasPanel={selected !== null && !isTable}
          onTray={() => setShowsTray(true)}
        />
        {refused !== null && (
          <p role="alert" className="absolute inset-x-3 top-20 text-center text-sm">
            {refused}
          </p>
        )}
        {selected && !isTable && (
          <ChosenRack {...props} rack={selected} onClose={() => select(null)} />
        )}
      </div>
      <Scrubber {...replay} />
      <Dialog open={showsTray} onClose={() => setShowsTray(false)} title="Waiting for a place">
        <LazyTray waiting={props.waiting} racks={props.known.racks} mayPlace={props.mayChange} />
      </Dialog>
    </div>
  );
}

/** What is drawn and what it means at the left, how to look at it at the right. */
function MapControls({
  view,
  address,
  handles,
  hasPanel,
  onTray,
}: {
  view: HallViewProps;
  address: MapAddress;
  handles: ReturnType<typeof useHallScene>;
  hasPanel: boolean;
  onTray: () => void;
}) {
  const { metric, isTable } = address;
  return (
    <div
      className={classNames(
        'pointer-events-none absolute inset-3 flex flex-col items-end justify-between gap-2 sm:flex-row sm:items-start',
        hasPanel && 'md:right-93',
      )}
    >
      <div className="pointer-events-auto flex w-full flex-wrap items-center gap-x-4 gap-y-1.5 rounded-panel border border-border bg-surface px-2.5 py-1.5 sm:w-auto">
        <div className="w-full sm:w-48">
          <Select
            label="Coloured by"
            hideLabel
            choices={heatMetrics.map(({ id, label }) => ({ value: id, label }))}
            value={metric.id}
            onChange={(event) => address.set({ metric: event.target.value })}
          />
        </div>
        <HeatLegend metric={metric} ramp={handles.ramp} />
        <Simulated when={view.isSimulated} />
      </div>
      <div className="pointer-events-auto flex shrink-0 items-center rounded-panel border border-border bg-surface p-1">
        {!isTable && <ZoomButtons handles={handles} />}
        <IconButton
          label={isTable ? 'Map' : 'Table of racks'}
          icon={isTable ? <MapIcon className="size-4" /> : <List className="size-4" />}
          onClick={() => address.set({ view: isTable ? null : 'table' })}
        />
        {view.waiting.length > 0 && (
          <IconButton
            label={`${view.waiting.length} hosts wait for a place`}
            icon={
              <>
                <Inbox className="size-4" /> {view.waiting.length}
              </>
            }
            onClick={onTray}
          />
        )}
        {isTable && view.mayChange && (
          <LazyNewRackButton sites={view.known.sites} like={view.known.racks.at(-1)} />
        )}
      </div>
    </div>
  );
}

function ChosenRack({
  rack,
  placements,
  devicesOfRack,
  incidentsOfRack,
  onClose,
}: Pick<HallViewProps, 'placements' | 'devicesOfRack' | 'incidentsOfRack'> & {
  readonly rack: Rack;
  readonly onClose: () => void;
}) {
  return (
    <aside
      aria-label={`Rack ${rack.name}`}
      className="absolute inset-x-0 bottom-0 z-10 flex max-h-[60%] flex-col border-t border-border bg-surface md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-90 md:border-t-0 md:border-l"
    >
      <RackPanel
        key={rack.id}
        rack={rack}
        placements={placements.filter(({ rackId }) => rackId === rack.id)}
        devices={devicesOfRack[rack.id] ?? []}
        incidents={incidentsOfRack[rack.id] ?? []}
        onClose={onClose}
      />
    </aside>
  );
}

/** j and k go from rack to rack, Enter opens the chosen one, Escape lets go of it. */
function useRackKeys(
  racks: readonly Rack[],
  rackId: string | null,
  select: (id: string | null) => void,
): (event: KeyboardEvent) => void {
  const router = useRouter();
  const at = racks.findIndex(({ id }) => id === rackId);
  const go = (to: number): void =>
    select(racks[Math.min(racks.length - 1, Math.max(0, to))]?.id ?? null);
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'Escape') select(null);
    else if (event.key === 'j') go(at + 1);
    else if (event.key === 'k') go(at - 1);
    else if (event.key === 'Enter' && at >= 0 && isMap(event.target)) {
      router.push(`/racks/${rackId ?? ''}`);
    } else return;
    event.preventDefault();
  };
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
