import { trafficOf, type InterfaceRates } from '#lib/fleet/interface-rates.ts';
import { listFabricPorts } from '#lib/fleet/list-fabric-ports.ts';
import type { FabricPort } from '#lib/model/network-report.ts';
import { listInterfaces, type InterfaceSummary } from '#lib/fleet/list-interfaces.ts';
import type { DeviceInterface } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { listDeviceInterfaces } from './list-device-interfaces.ts';

/** One cable between a host and a switch, seen from both ends, and the fabric beside it. */
export interface HostLink {
  readonly host: string;
  /** Null: the host's end is not known by name, or its agent does not report it. */
  readonly hostInterface: InterfaceSummary | null;
  readonly switchPort: DeviceInterface;
  readonly fabric: readonly FabricPort[];
}

export interface NetworkReport {
  readonly counts: {
    readonly interfaces: number;
    readonly up: number;
    readonly devices: number;
    readonly saturated: number;
    readonly troubled: number;
  };
  /** The fullest first. */
  readonly saturated: readonly DeviceInterface[];
  /** The most traffic first. */
  readonly talkers: readonly DeviceInterface[];
  /** Those that count errors or drops, the most first. */
  readonly troubled: readonly DeviceInterface[];
  readonly links: readonly HostLink[];
}

export const saturatedRatio = 0.8;

/** What the network does now; each list holds at most `limit`. */
export async function listNetwork(
  services: Pick<Services, 'hub' | 'store' | 'agents'>,
  { limit }: { readonly limit: number },
  nowMs: number,
): Promise<NetworkReport> {
  const ports = await listDeviceInterfaces(services, {}, nowMs);
  const troubled = ports.filter((port) => troubleOf(port) > 0);
  return {
    counts: {
      interfaces: ports.length,
      up: ports.filter(({ up }) => up === true).length,
      devices: new Set(ports.map(({ device }) => device)).size,
      saturated: ports.filter((port) => (port.saturationRatio ?? 0) >= saturatedRatio).length,
      troubled: troubled.length,
    },
    saturated: ports.slice(0, limit),
    talkers: ports
      .filter((port) => trafficOf(port) > 0)
      .sort((a, b) => trafficOf(b) - trafficOf(a))
      .slice(0, limit),
    troubled: troubled.sort((a, b) => troubleOf(b) - troubleOf(a)).slice(0, limit),
    links: await joinHosts(services, ports, limit, nowMs),
  };
}

function troubleOf({ errorsPerSecond, dropsPerSecond }: InterfaceRates): number {
  return (errorsPerSecond ?? 0) + (dropsPerSecond ?? 0);
}

/** The busiest cables to hosts. */
async function joinHosts(
  services: Pick<Services, 'hub' | 'store'>,
  ports: readonly DeviceInterface[],
  limit: number,
  nowMs: number,
): Promise<HostLink[]> {
  const wired = ports
    .flatMap((switchPort) => {
      const end = switchPort.neighbour?.end;
      return end?.kind === 'host' ? [{ switchPort, end }] : [];
    })
    .slice(0, limit);
  if (wired.length === 0) return [];
  const match = { host: [...new Set(wired.map(({ end }) => end.name))] };
  const [interfaces, fabric] = await Promise.all([
    listInterfaces(services, match, nowMs),
    listFabricPorts(services, match, nowMs),
  ]);
  return wired.map(({ switchPort, end }) => ({
    host: end.name,
    hostInterface:
      interfaces.find(({ host, name }) => host === end.name && name === end.interface) ?? null,
    switchPort,
    fabric: fabric.filter(({ host }) => host === end.name),
  }));
}
