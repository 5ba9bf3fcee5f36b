import { architecture, type Device } from '#node-nvml';
import { normalizePciBusId } from '../driver-message.ts';
import type { Support } from './support.ts';

type Info = Record<string, string | number>;

/** What a GPU is: fields of `gpu_info`, without those of the driver. */
export function readIdentity({ identity }: Device, support: Support): Info {
  const pci = support.read('pci', () => identity.pci());
  const generation = support.read('architecture', () => identity.architecture());
  return known({
    vendor: 'nvidia',
    serial: support.read('serial', () => identity.serial()),
    part_number: support.read('part number', () => identity.boardPartNumber()),
    architecture: generation === null ? null : (architectureNames.get(generation) ?? null),
    pci_bus_id: pci === null ? null : normalizePciBusId(pci.busId),
    vbios_version: support.read('vbios', () => identity.vbiosVersion()),
    numa_node: support.read('numa node', () => identity.numaNode()),
    minor: support.read('minor', () => identity.minorNumber()),
  });
}

/** The name under which everything is stored: one that cannot be one is as good as none. */
export function readUuid({ identity }: Device, support: Support): string | null {
  const uuid = support.read('uuid', () => identity.uuid());
  return uuid !== null && /^[\w-]{1,96}$/.test(uuid) ? uuid : null;
}

/** Text for people: without what a terminal or a log could trip over. */
export function readModel({ identity }: Device, support: Support): string {
  const name = support.read('name', () => identity.name()) ?? '';
  return name.replace(/[^\x20-\x7e]+/g, ' ').trim() || 'NVIDIA GPU';
}

/** Leaves out what is not known. */
export function known(info: Readonly<Record<string, string | number | null | undefined>>): Info {
  const kept: Info = {};
  for (const name in info) {
    const value = info[name];
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Ampere, Hopper and so on, by the number NVML gives them. */
const architectureNames: ReadonlyMap<number, string> = new Map(
  Object.entries(architecture).map(([name, number]) => [
    number,
    `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  ]),
);
