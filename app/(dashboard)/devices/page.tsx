import type { Metadata } from 'next';
import { listDevices } from '#lib/devices/list-devices.ts';
import { readDeviceEvents } from '#lib/devices/read-device-events.ts';
import { hasRole } from '#lib/model/identity.ts';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import { getServices } from '#lib/services.ts';
import { DeviceCounts } from '#components/device/device-counts.tsx';
import { DeviceEvents } from '#components/device/device-events.tsx';
import { DeviceFeed } from '#components/device/device-feed.tsx';
import { DeviceTable, SlowestTable } from '#components/device/device-table.tsx';
import { NoDevices } from '#components/device/no-devices.tsx';
import { RefreshOnChange } from '#components/device/refresh-on-change.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Devices' };

const timeoutMs = 10_000;
const most = { devices: 1000, slowest: 10, events: 50 };

export default async function DevicesPage() {
  const services = getServices();
  const nowMs = Date.now();
  const [{ items }, events] = await Promise.all([
    listDevices(services, { limit: most.devices }, nowMs),
    readDeviceEvents(services, {}, nowMs, AbortSignal.timeout(timeoutMs)),
  ]);
  const mayAdd = hasRole(await currentPrincipal(), 'operator');
  return (
    <>
      <RefreshOnNewcomers measurement="snmp_poll" field="up" known={items.length} />
      <RefreshOnChange />
      <Refresh seconds={15} />
      {items.length === 0 ? (
        <NoDevices title="Devices" mayAdd={mayAdd} />
      ) : (
        <DeviceEvents initial={events.items} completeSinceMs={events.sinceMs}>
          <div className="flex flex-col gap-4">
            <DeviceCounts rows={items} />
            <Panel title="Devices" note="that agents poll over SNMP" flush>
              <DeviceTable rows={items} />
            </Panel>
            <div className="grid grid-cols-12 gap-4">
              <Panel
                title="Slowest targets"
                note="what does not answer first, then by the slowest polls of the last hour"
                flush
                className="col-span-12 xl:col-span-8 xl:self-start"
              >
                <SlowestTable rows={slowest(items)} />
              </Panel>
              <DeviceFeed most={most.events} ofMany className="col-span-12 xl:col-span-4" />
            </div>
          </div>
        </DeviceEvents>
      )}
    </>
  );
}

function slowest(devices: readonly DeviceSummary[]): DeviceSummary[] {
  return devices
    .filter(({ poll }) => poll.state !== 'waiting')
    .sort(
      (a, b) =>
        Number(b.poll.state !== 'up') - Number(a.poll.state !== 'up') ||
        (b.poll.p99Seconds ?? -1) - (a.poll.p99Seconds ?? -1),
    )
    .slice(0, most.slowest);
}
