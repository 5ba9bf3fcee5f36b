import type { HostPaths } from '#lib/model/network-report.ts';
import type { Services } from '#lib/services.ts';
import { listDeviceInterfaces } from './list-device-interfaces.ts';

type PathServices = Pick<Services, 'hub' | 'store' | 'agents'>;

/** The ways of one host, as far as they are reported now. */
export async function readHostPaths(
  services: PathServices,
  host: string,
  nowMs: number,
): Promise<HostPaths> {
  const { hub } = services;
  const ports = await listDeviceInterfaces(services, {}, nowMs);
  const intervals = new Map(
    hub
      .latest('snmp_poll', ['interval_seconds'], {})
      .map(({ tags, values: [seconds] }) => [tags['device'] ?? '', seconds]),
  );
  const gpuFields = ['nvlink_receive_bytes_total', 'pcie_receive_bytes_total'];
  const gpus = hub.latest('gpu', gpuFields, { host: [host] });
  return {
    host,
    cables: ports.flatMap(({ device, name, neighbour }) => {
      const end = neighbour?.end;
      if (end?.kind !== 'host' || end.name !== host) return [];
      const seconds = intervals.get(device);
      const intervalSeconds = typeof seconds === 'number' ? seconds : null;
      return [{ interface: end.interface, device, port: name, intervalSeconds }];
    }),
    hasFabric: hub.series('infiniband', { host: [host] }).length > 0,
    hasNvlink: gpus.some(({ values }) => isKnown(values[0])),
    hasPcie: gpus.some(({ values }) => isKnown(values[1])),
  };
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** Hosts that have more than their own interfaces to show: a known switch port, a fabric, GPUs. */
export async function listHostsWithPaths(services: PathServices, nowMs: number): Promise<string[]> {
  const ports = await listDeviceInterfaces(services, {}, nowMs);
  const wired = ports.flatMap(({ neighbour }) =>
    neighbour?.end?.kind === 'host' ? [neighbour.end.name] : [],
  );
  const others = ['infiniband', 'host_network'].flatMap((measurement) =>
    services.hub.series(measurement, {}).flatMap(({ tags }) => tags['host'] ?? []),
  );
  // Those with a cable that is known first: there is most to see.
  return [...new Set([...wired.sort(natural), ...others.sort(natural)])];
}

function natural(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
