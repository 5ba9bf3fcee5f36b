import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import { entry } from '../columns.ts';
import type { Happening } from '../fault/fault.ts';
import { card } from '../gpu/card.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { hostTags, simulated } from './heads.ts';
import { hostInterface, portName } from './network-lines.ts';

/** What GPUs of one host are, told once a minute. */
export function gpuInfoPoints(plan: HallPlan, host: number, timeNs: bigint): Point[] {
  const perHost = plan.size.gpusPerHost;
  return plan.gpus.slice(host * perHost, (host + 1) * perHost).map((gpu) => ({
    measurement: 'gpu_info',
    tags: {
      ...hostTags(plan, host),
      ...{ gpu: gpu.uuid, index: String(gpu.index), model: card.model },
    },
    fields: {
      ...texts({
        vendor: 'nvidia',
        serial: gpu.serial,
        part_number: card.partNumber,
        architecture: card.architecture,
        pci_bus_id: `0000:${(0x19 + 0x11 * gpu.index).toString(16).toUpperCase()}:00.0`,
        driver_version: card.driver,
        cuda_version: card.cuda,
        vbios_version: card.vbios,
      }),
      minor: { type: 'integer', value: BigInt(gpu.index) },
      numa_node: { type: 'integer', value: gpu.index < perHost / 2 ? 0n : 1n },
    },
    timeNs,
  }));
}

interface Kind {
  readonly family: string;
  readonly vendor: string;
  readonly model: string;
  readonly profile: string;
}

const kinds = {
  pdu: { family: 'pdu', vendor: 'Simulated', model: 'rack PDU 3 × 63 A', profile: 'simulated' },
  ups: { family: 'ups', vendor: 'Simulated', model: 'modular UPS', profile: 'simulated' },
  cooling: { family: 'cooling', vendor: 'Simulated', model: 'CRAH 150 kW', profile: 'simulated' },
  leaf: {
    family: 'switch',
    vendor: 'Simulated',
    model: 'leaf, 32 × 100 Gb/s',
    profile: 'simulated',
  },
} as const satisfies Record<string, Kind>;

interface Device {
  readonly name: string;
  /** Power feed it belongs to; a hint, as the place of a host is. */
  readonly feed?: string;
  readonly kind: Kind;
  readonly location: string;
}

/** Everything that would be polled over SNMP. */
function devicesOf(plan: HallPlan): Device[] {
  const room = `${plan.site} › ${plan.room}`;
  return [
    ...plan.pdus.map(({ name, rack, feed }) => {
      const { name: rackName, row } = entry(plan.racks, rack);
      const location = `${room} › row ${entry(plan.rows, row).name} › rack ${rackName}, feed ${feed.toUpperCase()}`;
      return { name, feed: feed.toUpperCase(), kind: kinds.pdu, location };
    }),
    ...plan.upses.map(({ name, feed }) => ({
      ...{ name, kind: kinds.ups, location: `${room}, feed ${feed.toUpperCase()}` },
    })),
    ...plan.coolingUnits.map(({ name, row }) => ({
      ...{ name, kind: kinds.cooling, location: `${room} › row ${entry(plan.rows, row).name}` },
    })),
    ...plan.switches.map(({ name }) => ({ name, kind: kinds.leaf, location: room })),
  ];
}

/** What each device is, told every ten minutes. */
export function deviceInfoPoints(plan: HallPlan, timeNs: bigint): Point[] {
  const polledBy = plan.hosts[0]?.name ?? plan.site;
  return devicesOf(plan).map(({ name, kind, location, feed }) => ({
    measurement: 'snmp_info',
    tags: { device: name, ...simulated, ...(feed !== undefined && { feed }) },
    fields: texts({
      ...kind,
      system_location: location,
      address: 'simulated',
      polled_by: polledBy,
    }),
    timeNs,
  }));
}

/** How the poll of each device went. */
export function pollPoints(plan: HallPlan, timeNs: bigint, intervalSeconds: number): Point[] {
  return devicesOf(plan).map(({ name }) => ({
    measurement: 'snmp_poll',
    tags: { device: name, ...simulated },
    fields: {
      up: { type: 'integer', value: 1n },
      poll_seconds: { type: 'float', value: 0.18 },
      late_seconds: { type: 'float', value: 0.01 },
      interval_seconds: { type: 'float', value: intervalSeconds },
    },
    timeNs,
  }));
}

/** Which host hangs at which port. */
export function neighbourPoints(plan: HallPlan, timeNs: bigint): Point[] {
  return plan.switches.flatMap(({ name, hosts }) =>
    hosts.map((host, port) => ({
      measurement: 'snmp_neighbour',
      tags: { device: name, interface: portName(port), ...simulated },
      fields: texts({
        remote_system: entry(plan.hosts, host).name,
        remote_port: hostInterface,
      }),
      timeNs,
    })),
  );
}

/** What has happened, as the agents would tell it. */
export function happeningPoint({ plan }: Hall, happening: Happening, timeNs: bigint): Point {
  const { about, event, code, severity, title, message, action } = happening;
  const fields = {
    ...texts({ severity, title, message, action }),
    ...(code !== undefined && { code: { type: 'integer', value: BigInt(code) } as const }),
  };
  if (about.kind === 'device') {
    const tags: Tags = { device: about.device, kind: event, ...simulated };
    return {
      measurement: 'device_event',
      tags,
      fields: { ...fields, ...texts({ source: 'trap' }) },
      timeNs,
    };
  }
  const { uuid, host } = entry(plan.gpus, about.gpu);
  const source = event === 'xid' ? 'kmsg' : 'gather';
  return {
    measurement: 'gpu_event',
    tags: { ...hostTags(plan, host), gpu: uuid, kind: event },
    fields: { ...fields, ...texts({ source }) },
    timeNs,
  };
}

function texts(values: Readonly<Record<string, string>>): Record<string, FieldValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { type: 'string', value }]),
  );
}
