import { at, entry } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { headOf, hostTags, simulated, type LineEnds } from './heads.ts';
import { bytesOf, firstField, nextField, type LineWriter } from './line-writer.ts';

const names = {
  receive: firstField('receive_bytes_total'),
  transmit: nextField('transmit_bytes_total'),
  receivePackets: nextField('receive_packets_total'),
  transmitPackets: nextField('transmit_packets_total'),
  up: nextField('up'),
} as const;

/** Jumbo frames of 9,000 bytes, of which many are not full; an RDMA message is cut at 4 KiB. */
const bytesPerPacket = 6_200;
const bytesPerFabricPacket = 4_150;

const ethernetConstant = bytesOf(
  ',receive_errors_total=0i,transmit_errors_total=0i,receive_drops_total=0i,transmit_drops_total=0i,speed_bits_per_second=100000000000i',
);
const carrier = bytesOf(',carrier_changes_total=2i');
const adminUp = bytesOf(',admin_up=1i');
const fabricConstant = bytesOf(
  ',receive_errors_total=0i,symbol_errors_total=0i,link_downs_total=0i,link_up=1i,rate_bits_per_second=400000000000i',
);

export const hostInterface = 'ens1f0np0';

export function networkHeads(plan: HallPlan): Uint8Array[] {
  return plan.hosts.map((_, host) =>
    headOf('host_network', { ...hostTags(plan, host), interface: hostInterface }),
  );
}

/** The adapters of the fabric: one for each GPU. */
export function fabricHeads(plan: HallPlan): Uint8Array[] {
  return plan.gpus.map(({ host, index }) =>
    headOf('infiniband', { ...hostTags(plan, host), device: `mlx5_${index}`, port: '1' }),
  );
}

export function portHeads(plan: HallPlan): Uint8Array[] {
  return plan.switches.flatMap(({ name, hosts }) =>
    hosts.map((host, port) =>
      headOf('snmp_interface', {
        ...{ device: name, interface: portName(port), alias: entry(plan.hosts, host).name },
        ...simulated,
      }),
    ),
  );
}

export function portName(port: number): string {
  return `Ethernet${port + 1}`;
}

export function writeNetwork(
  writer: LineWriter,
  { hosts }: Hall,
  host: number,
  { heads, time }: LineEnds,
): void {
  writer.begin(entry(heads, host));
  writeEthernet(writer, at(hosts.networkBytes, host), at(hosts.storageBytes, host));
  writer.integer(names.up, 1 - at(hosts.faults.linkDown, host));
  writer.raw(carrier);
  writer.end(time);
}

/** The same cable from its other end. */
export function writePort(
  writer: LineWriter,
  { hosts }: Hall,
  {
    host,
    head,
    time,
  }: { readonly host: number; readonly head: Uint8Array; readonly time: Uint8Array },
): void {
  writer.begin(head);
  writeEthernet(writer, at(hosts.storageBytes, host), at(hosts.networkBytes, host));
  writer.integer(names.up, 1 - at(hosts.faults.linkDown, host));
  writer.raw(adminUp);
  writer.end(time);
}

function writeEthernet(writer: LineWriter, received: number, sent: number): void {
  writer.integer(names.receive, received);
  writer.integer(names.transmit, sent);
  writer.integer(names.receivePackets, received / bytesPerPacket);
  writer.integer(names.transmitPackets, sent / bytesPerPacket);
  writer.raw(ethernetConstant);
}

export function writeFabric(
  writer: LineWriter,
  { hosts, plan }: Hall,
  host: number,
  { heads, time }: LineEnds,
): void {
  const perHost = plan.size.gpusPerHost;
  const bytes = at(hosts.fabricBytes, host);
  for (let gpu = host * perHost; gpu < (host + 1) * perHost; gpu += 1) {
    // Collectives load all adapters of a host alike, to a per mille.
    const own = bytes * (1 + (gpu % perHost) * 1e-4);
    writer.begin(entry(heads, gpu));
    writer.integer(names.receive, own);
    writer.integer(names.transmit, own * 1.0003);
    writer.integer(names.receivePackets, own / bytesPerFabricPacket);
    writer.integer(names.transmitPackets, own / bytesPerFabricPacket);
    writer.raw(fabricConstant);
    writer.end(time);
  }
}
