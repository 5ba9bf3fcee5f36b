import type { Metadata } from 'next';
import { listAgents } from '#lib/agents/list-agents.ts';
import { listDevices } from '#lib/devices/list-devices.ts';
import { listRacks } from '#lib/inventory/list-racks.ts';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices, type Services } from '#lib/services.ts';
import { RefreshOnChange } from '#components/device/refresh-on-change.tsx';
import { LazyAddDeviceButton, LazyDiscoverButton } from '#components/polling/lazy-forms.tsx';
import { PolledTable } from '#components/polling/polled-table.tsx';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Choice } from '#components/ui/select.tsx';
import { currentPrincipal } from '../../current-principal.ts';

export const metadata: Metadata = { title: 'Devices' };

const most = { devices: 1000, racks: 20_000 };

export default async function DeviceSettingsPage() {
  const services = getServices();
  const mayChange = hasRole(await currentPrincipal(), 'operator');
  const [{ items: devices }, { items: racks }] = await Promise.all([
    listDevices(services, { limit: most.devices }, Date.now()),
    listRacks(services, { limit: most.racks }),
  ]);
  const pollers = pollersOf(services, devices);
  const rackChoices = racks.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Panel
      title="Devices"
      note="polled over SNMP, by whose agent and how often"
      flush
      actions={
        mayChange && (
          <>
            <LazyDiscoverButton
              pollers={pollers}
              // What was removed is still remembered for a day, and may be added again.
              devices={devices
                .filter(({ config }) => config !== null)
                .map(({ address, name }) => ({ address, name }))}
            />
            <LazyAddDeviceButton pollers={pollers} racks={rackChoices} />
          </>
        )
      }
    >
      <RefreshOnChange />
      <Refresh seconds={10} />
      <PolledTable rows={devices} mayChange={mayChange} pollers={pollers} racks={rackChoices} />
    </Panel>
  );
}

/** Hosts whose agents can poll, those that are connected first. */
function pollersOf(
  services: Pick<Services, 'agents' | 'hub'>,
  devices: readonly DeviceSummary[],
): Choice[] {
  const agents = listAgents(services);
  const connected = agents.filter(({ connectedAtMs }) => connectedAtMs !== null);
  const others = new Set([
    ...agents.filter(({ connectedAtMs }) => connectedAtMs === null).map(({ host }) => host),
    ...devices.flatMap(({ polledBy }) => polledBy ?? []),
  ]);
  const here = connected.map(({ host }) => ({ value: host, label: host }));
  for (const { value } of here) others.delete(value);
  const away = [...others].map((host) => ({ value: host, label: `${host}, not connected` }));
  return [...here, ...away];
}
