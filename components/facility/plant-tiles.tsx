import type { DisplayUnit } from '#lib/format/value.ts';
import type { FleetSensor } from '#lib/model/device-report.ts';
import type { PduUnit, UpsUnit } from '#lib/model/facility-report.ts';
import { LiveTile } from '#components/series/live-tile.tsx';
import { TileFrame } from '#components/ui/tile.tsx';
import { LivePower } from './live-power.tsx';
import { plantFreshMs } from './plant-lines.ts';

/** The sums and the extremes of the plant, as they are now. */
export function PlantTiles({
  pdus,
  upses,
  hottest,
  wettest,
}: {
  pdus: readonly PduUnit[];
  upses: readonly UpsUnit[];
  hottest: FleetSensor | undefined;
  wettest: FleetSensor | undefined;
}) {
  const shortest = leastOf(upses, ({ runtimeSeconds }) => runtimeSeconds);
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-5">
      <TileFrame
        label="Power of all PDUs"
        how="The sum of what each PDU says of itself, or of its phases; what is not fresh is left out"
        detail={toldBy(pdus)}
      >
        <LivePower units={pdus} />
      </TileFrame>
      <TileFrame label="Power of all UPSes" detail={toldBy(upses)}>
        <LivePower units={upses} />
      </TileFrame>
      <Extreme
        label="Shortest runtime"
        match={{ kind: ['runtime'] }}
        across="min"
        unit="seconds"
        now={
          shortest && {
            value: shortest.runtimeSeconds,
            timeMs: shortest.timeMs,
            detail: shortest.device,
          }
        }
      />
      <Extreme
        label="Warmest in the room"
        match={{ kind: ['temperature'], group: ['environment'] }}
        across="max"
        unit="celsius"
        now={ofSensor(hottest)}
      />
      <Extreme
        label="Most humid"
        match={{ kind: ['humidity'], group: ['environment'] }}
        across="max"
        unit="ratio"
        now={ofSensor(wettest)}
      />
    </div>
  );
}

/** A figure as the page was made, and whose it is. */
interface Now {
  readonly value: number | null;
  readonly timeMs: number | null;
  readonly detail: string;
}

function ofSensor(sensor: FleetSensor | undefined): Now | null {
  if (!sensor) return null;
  const { value, timeMs, name, device } = sensor;
  return { value, timeMs, detail: `${name}, ${device}` };
}

function Extreme({
  now,
  match,
  across,
  ...tile
}: {
  label: string;
  match: Readonly<Record<string, readonly string[]>>;
  across: 'min' | 'max';
  unit: DisplayUnit;
  /** Null: nobody tells. */
  now: Now | null;
}) {
  return (
    <LiveTile
      {...tile}
      line={{ measurement: 'facility', field: 'value', match, across, freshMs: plantFreshMs }}
      initial={now?.value ?? null}
      initialTimeMs={now?.timeMs ?? 0}
      detail={now?.detail ?? 'nobody tells'}
    />
  );
}

function toldBy(units: readonly { readonly powerWatts: number | null }[]): string {
  const told = units.filter(({ powerWatts }) => powerWatts !== null).length;
  return `told by ${told} of ${units.length}`;
}

function leastOf<Unit>(units: readonly Unit[], value: (unit: Unit) => number | null): Unit | null {
  return units.reduce<Unit | null>((least, unit) => {
    const own = value(unit);
    if (own === null) return least;
    return least === null || own < (value(least) ?? Number.POSITIVE_INFINITY) ? unit : least;
  }, null);
}
