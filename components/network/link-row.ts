import type { DeviceInterface } from '#lib/model/device-report.ts';
import type { FabricPort } from '#lib/model/network-report.ts';
import { portHref } from '#components/device/device-href.ts';
import { neighbourText } from '#components/device/neighbour-text.ts';
import { freshFor } from '#components/series/fresh-for.ts';
import { currentMs } from '#components/series/line-value.ts';
import { interfaceHref } from './interface-href.ts';
import type { InterfaceRow } from './interface-table.tsx';
import type { TrafficRow } from './traffic-columns.tsx';

/** One end of a link of whatever kind: of a host, of a switch, of a fabric. */
export interface LinkRow extends TrafficRow {
  readonly key: string;
  readonly kind: 'Ethernet' | 'InfiniBand' | 'switch port';
  /** Host or device that it belongs to. */
  readonly owner: string;
  readonly ownerHref: string;
  readonly name: string;
  readonly href: string;
  readonly alias: string | null;
  readonly otherEnd: string | null;
  /** Where its traffic is read live. */
  readonly measurement: string;
  readonly entity: Readonly<Record<string, string>>;
  readonly freshMs: number;
}

export function rowOfInterface(row: InterfaceRow): LinkRow {
  return {
    ...row,
    key: `host ${row.host} ${row.name}`,
    kind: 'Ethernet',
    owner: row.host,
    ownerHref: `/hosts/${encodeURIComponent(row.host)}`,
    href: interfaceHref(row),
    alias: null,
    otherEnd: null,
    adminUp: null,
    measurement: 'host_network',
    entity: { host: row.host, interface: row.name },
    freshMs: currentMs,
  };
}

export function rowOfPort(port: DeviceInterface): LinkRow {
  const { neighbour, ...row } = port;
  return {
    ...row,
    key: `device ${port.device} ${port.name}`,
    kind: 'switch port',
    owner: port.device,
    ownerHref: `/devices/${encodeURIComponent(port.device)}`,
    href: portHref(port),
    otherEnd: neighbourText(neighbour),
    measurement: 'snmp_interface',
    entity: { device: port.device, interface: port.name },
    freshMs: freshFor(null),
  };
}

export function rowOfFabric(port: FabricPort): LinkRow {
  return {
    key: `fabric ${port.host} ${port.device} ${port.port}`,
    kind: 'InfiniBand',
    owner: port.host,
    ownerHref: `/hosts/${encodeURIComponent(port.host)}`,
    name: `${port.device} port ${port.port}`,
    href: `/hosts/${encodeURIComponent(port.host)}`,
    alias: null,
    otherEnd: null,
    timeMs: port.timeMs,
    up: port.linkUp,
    adminUp: null,
    speedBitsPerSecond: port.rateBitsPerSecond,
    receiveBitsPerSecond: port.receiveBitsPerSecond,
    transmitBitsPerSecond: port.transmitBitsPerSecond,
    errorsPerSecond: port.errorsPerSecond,
    dropsPerSecond: null,
    saturationRatio: port.saturationRatio,
    measurement: 'infiniband',
    entity: { host: port.host, device: port.device, port: port.port },
    freshMs: currentMs,
  };
}

/** The fullest first; what nobody knows the speed of stands below, by traffic. */
export function bySaturation(a: LinkRow, b: LinkRow): number {
  return (b.saturationRatio ?? -1) - (a.saturationRatio ?? -1) || trafficOf(b) - trafficOf(a);
}

export function trafficOf(row: LinkRow): number {
  return (row.receiveBitsPerSecond ?? 0) + (row.transmitBitsPerSecond ?? 0);
}

export function faultsOf(row: LinkRow): number {
  return (row.errorsPerSecond ?? 0) + (row.dropsPerSecond ?? 0);
}
