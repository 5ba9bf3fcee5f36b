import type { Metadata } from 'next';
import { readDeviceEvents } from '#lib/devices/read-device-events.ts';
import { readFacility } from '#lib/devices/read-facility.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices } from '#lib/services.ts';
import { DeviceEvents } from '#components/device/device-events.tsx';
import { DeviceFeed } from '#components/device/device-feed.tsx';
import { NoDevices } from '#components/device/no-devices.tsx';
import { RefreshOnChange } from '#components/device/refresh-on-change.tsx';
import { CoolingGrid } from '#components/facility/cooling-grid.tsx';
import { PduTable } from '#components/facility/pdu-table.tsx';
import { feedLines, powerLines, roomLines } from '#components/facility/plant-lines.ts';
import { PlantTiles } from '#components/facility/plant-tiles.tsx';
import { ExtremesPanel, StatePanel } from '#components/facility/room-panel.tsx';
import { UpsGrid } from '#components/facility/ups-grid.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Facility' };

const timeoutMs = 10_000;
const mostUnits = 500;
const mostEvents = 50;

export default async function FacilityPage() {
  const services = getServices();
  const nowMs = Date.now();
  const [facility, events] = await Promise.all([
    readFacility(services, { limit: mostUnits }, nowMs),
    readDeviceEvents(services, {}, nowMs, AbortSignal.timeout(timeoutMs)),
  ]);
  const known = services.hub.series('facility', {}).length;
  const isEmpty = known === 0 && [facility.upses, facility.pdus, facility.cooling].every(isNone);
  const mayAdd = hasRole(await currentPrincipal(), 'operator');
  return (
    <>
      <RefreshOnNewcomers measurement="facility" field="value" known={known} />
      <RefreshOnChange />
      <Refresh seconds={30} />
      {isEmpty ? (
        <NoDevices title="Facility" mayAdd={mayAdd} />
      ) : (
        <DeviceEvents initial={events.items} completeSinceMs={events.sinceMs}>
          <Facility facility={facility} />
        </DeviceEvents>
      )}
    </>
  );
}

function isNone(units: readonly unknown[]): boolean {
  return units.length === 0;
}

type Report = Awaited<ReturnType<typeof readFacility>>;

function Facility({ facility: { pdus, upses, cooling, environment } }: { facility: Report }) {
  return (
    <div className="flex flex-col gap-4">
      <PlantTiles
        pdus={pdus}
        upses={upses}
        hottest={environment.hottest[0]}
        wettest={environment.wettest[0]}
      />
      <div className="grid grid-cols-12 gap-4">
        <Panel
          title="Power and room"
          note="on one axis"
          flush
          className="col-span-12 pb-2 xl:col-span-8"
        >
          <SeriesChart
            title="Power"
            unit="watts"
            height={150}
            showTimes={false}
            focusMarks
            lines={[...feedLines(pdus), ...powerLines('UPSes', upses)]}
          />
          <SeriesChart
            title="Temperature of the room"
            unit="celsius"
            height={130}
            showTimes={false}
            lines={roomLines('temperature')}
          />
          <SeriesChart
            title="Humidity of the room"
            unit="ratio"
            height={136}
            lines={roomLines('humidity')}
          />
        </Panel>
        <DeviceFeed most={mostEvents} ofMany className="col-span-12 xl:col-span-4" />
      </div>
      <Unit title="UPS" units={upses} missing="No UPS is polled.">
        <UpsGrid units={upses} />
      </Unit>
      <Unit title="Feeds and PDUs" units={pdus} missing="No PDU is polled." flush>
        <PduTable units={pdus} />
      </Unit>
      <Unit title="Cooling" units={cooling} missing="No cooling unit is polled.">
        <CoolingGrid units={cooling} />
      </Unit>
      <div className="grid grid-cols-12 gap-4">
        <StatePanel states={environment.states} className="col-span-12 lg:col-span-4" />
        <ExtremesPanel
          title="Temperature"
          sensors={environment.hottest}
          className="col-span-12 lg:col-span-4"
        />
        <ExtremesPanel
          title="Humidity"
          sensors={environment.wettest}
          className="col-span-12 lg:col-span-4"
        />
      </div>
    </div>
  );
}

/** One kind of unit, or the sentence that there is none. */
function Unit({
  title,
  units,
  missing,
  flush = false,
  children,
}: {
  title: string;
  units: readonly { readonly pollState: string }[];
  missing: string;
  flush?: boolean;
  children: React.ReactNode;
}) {
  const mute = units.filter(({ pollState }) => pollState !== 'up').length;
  return (
    <Panel
      title={title}
      note={mute === 0 ? `${units.length}` : `${units.length}, ${mute} of them not heard`}
      flush={flush && units.length > 0}
      state={
        units.length === 0
          ? { kind: 'empty', title: `${missing} Add one under Settings › Devices.` }
          : { kind: 'ready' }
      }
    >
      {children}
    </Panel>
  );
}
