import type { HostPaths } from '#lib/model/network-report.ts';
import { freshFor } from '#components/series/fresh-for.ts';
import type { SeriesLine } from '#components/series/series-line.ts';

export type Direction = 'receive' | 'transmit';

const bitsPerByte = 8;
/** Each cable is two lines; more than fit beside the others are left to the table. */
const mostCables = 2;

/** What the host gets, or gives, in bits per second: at its own end, at the switch and over its GPUs. */
export function pathLines(paths: HostPaths, direction: Direction): SeriesLine[] {
  const { host, cables, hasFabric, hasNvlink, hasPcie } = paths;
  const named = cables.filter((cable) => cable.interface !== null);
  return [
    ...(named.length === 0 ? [hostLine(host, null, direction)] : []),
    ...cables
      .slice(0, mostCables)
      .flatMap((cable) => [
        ...(cable.interface === null ? [] : [hostLine(host, cable.interface, direction)]),
        portLine(cable, direction),
      ]),
    ...(hasFabric ? [sumLine('infiniband', 'InfiniBand', `${direction}_bytes_total`, host)] : []),
    ...(hasNvlink ? [sumLine('gpu', 'NVLink', `nvlink_${direction}_bytes_total`, host)] : []),
    ...(hasPcie ? [sumLine('gpu', 'PCIe of GPUs', `pcie_${direction}_bytes_total`, host)] : []),
  ];
}

function hostLine(host: string, name: string | null, direction: Direction): SeriesLine {
  return {
    ...rate(`${direction}_bytes_total`),
    key: `host ${name ?? ''}`,
    label: name === null ? 'all interfaces' : `${host} ${name}`,
    ...(name !== null && { short: name }),
    measurement: 'host_network',
    match: { host: [host], ...(name !== null && { interface: [name] }) },
  };
}

/** The switch counts the same bits, in the other direction. */
function portLine(
  { device, port, intervalSeconds }: HostPaths['cables'][number],
  direction: Direction,
): SeriesLine {
  return {
    ...rate(direction === 'receive' ? 'transmit_bytes_total' : 'receive_bytes_total'),
    key: `port ${device} ${port}`,
    label: `${device} ${port}`,
    look: 'dashed',
    measurement: 'snmp_interface',
    match: { device: [device], interface: [port] },
    freshMs: freshFor(intervalSeconds),
  };
}

function sumLine(measurement: string, label: string, field: string, host: string): SeriesLine {
  return { ...rate(field), key: label, label, measurement, match: { host: [host] } };
}

function rate(field: string) {
  return { field, aggregate: 'rate', across: 'sum', factor: bitsPerByte } as const;
}
