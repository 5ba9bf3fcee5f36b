import { readNewestRows } from '#lib/fleet/read-newest.ts';
import type { LinkEnd, Neighbour } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { createSystemIndex, type KnownSystem, type NeighbourClaim } from './known-systems.ts';

/** One interface of a polled device and what LLDP says is at its other end. */
export interface TopologyLink {
  readonly device: string;
  readonly interface: string;
  readonly timeMs: number;
  readonly neighbour: Neighbour;
}

/** A link of which both ends are known. */
export interface KnownLink extends TopologyLink {
  readonly end: LinkEnd;
}

/** Told every ten minutes: after three of them a neighbour is gone. */
const goneAfterMs = 35 * 60_000;
const fields = ['remote_system', 'remote_port', 'remote_chassis'];

/** Every neighbour that was told of lately, by device and interface. */
export async function readTopology(
  services: Pick<Services, 'hub' | 'store' | 'agents'>,
  nowMs: number,
): Promise<TopologyLink[]> {
  const [rows, systems] = await Promise.all([
    readNewestRows(services, 'snmp_neighbour', fields, {}, nowMs),
    listSystems(services, nowMs),
  ]);
  const links = rows
    .filter(({ timeMs }) => nowMs - timeMs <= goneAfterMs)
    .map(({ tags, timeMs, values }) => ({
      device: tags['device'] ?? '',
      interface: tags['interface'] ?? '',
      timeMs,
      claim: {
        remoteSystem: textOf(values['remote_system']),
        remotePort: textOf(values['remote_port']),
        remoteChassis: textOf(values['remote_chassis']),
      } satisfies NeighbourClaim,
    }));
  const find = createSystemIndex(
    systems,
    links.map(({ claim }) => claim),
  );
  return links
    .map(({ claim, ...link }) => ({ ...link, neighbour: { ...claim, end: find(claim) } }))
    .sort((a, b) => natural(a.device, b.device) || natural(a.interface, b.interface));
}

/** Those of which both ends are known. */
export function knownLinks(links: readonly TopologyLink[]): KnownLink[] {
  return links.flatMap((link) => {
    const { end } = link.neighbour;
    return end === null ? [] : [{ ...link, end }];
  });
}

function natural(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Hosts whose agents report, and devices that are polled, with their interfaces. */
async function listSystems(
  services: Pick<Services, 'hub' | 'store' | 'agents'>,
  nowMs: number,
): Promise<KnownSystem[]> {
  const hosts = new Map<string, Set<string>>();
  for (const { host } of services.agents.list()) hosts.set(host, new Set());
  for (const { tags } of services.hub.series('host', {})) gather(hosts, tags['host'], undefined);
  for (const { tags } of services.hub.series('host_network', {})) {
    gather(hosts, tags['host'], tags['interface']);
  }
  const devices = new Map<string, Set<string>>();
  for (const { tags } of services.hub.series('snmp_interface', {})) {
    gather(devices, tags['device'], tags['interface']);
  }
  const aliases = new Map<string, string>();
  for (const row of await readNewestRows(services, 'snmp_info', ['system_name'], {}, nowMs)) {
    const device = row.tags['device'];
    gather(devices, device, undefined);
    const name = textOf(row.values['system_name']);
    if (device !== undefined && name !== null) aliases.set(device, name);
  }
  return [...systemsOf('host', hosts, new Map()), ...systemsOf('device', devices, aliases)];
}

function gather(
  systems: Map<string, Set<string>>,
  name: string | undefined,
  port: string | undefined,
): void {
  if (name === undefined) return;
  const interfaces = systems.get(name) ?? new Set();
  if (port !== undefined) interfaces.add(port);
  systems.set(name, interfaces);
}

function systemsOf(
  kind: LinkEnd['kind'],
  systems: ReadonlyMap<string, ReadonlySet<string>>,
  aliases: ReadonlyMap<string, string>,
): KnownSystem[] {
  return [...systems].map(([name, interfaces]) => {
    const alias = aliases.get(name);
    return { kind, name, interfaces, aliases: alias === undefined ? [] : [alias] };
  });
}
