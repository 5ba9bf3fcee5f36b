import { bySaturation, interfaceRateFields, interfaceRates } from '#lib/fleet/interface-rates.ts';
import { readNewest } from '#lib/fleet/read-newest.ts';
import type { DeviceInterface } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { readTopology } from './read-topology.ts';

const fields = [...interfaceRateFields, 'admin_up'];

/** Interfaces of polled devices, the busiest first, with who is at the other end. */
export async function listDeviceInterfaces(
  services: Pick<Services, 'hub' | 'store' | 'agents'>,
  match: Match,
  nowMs: number,
): Promise<DeviceInterface[]> {
  const [readings, links] = await Promise.all([
    readNewest(services, 'snmp_interface', fields, match, nowMs),
    readTopology(services, nowMs),
  ]);
  const neighbours = new Map(links.map((link) => [keyOf(link), link.neighbour]));
  const newest = new Map<string, DeviceInterface>();
  for (const { tags, timeMs, values } of readings) {
    const { device = '', interface: name = '', alias = null } = tags;
    const key = keyOf({ device, interface: name });
    // One that was given another description has left a series behind.
    if ((newest.get(key)?.timeMs ?? 0) > timeMs) continue;
    const adminUp = values['admin_up'] ?? null;
    newest.set(key, {
      ...{ device, name, alias, timeMs },
      ...interfaceRates(values),
      adminUp: adminUp === null ? null : adminUp === 1,
      neighbour: neighbours.get(key) ?? null,
    });
  }
  return [...newest.values()].sort(bySaturation);
}

export function keyOf(port: { readonly device: string; readonly interface: string }): string {
  return JSON.stringify([port.device, port.interface]);
}
