import { hash } from '../random.ts';
import { coolingUnitsOfRow } from '../air/cooling-plan.ts';

/** What is asked for. */
export interface HallSize {
  /** Begins every name, so that two halls on one server do not mix. */
  readonly name: string;
  readonly racks: number;
  readonly hostsPerRack: number;
  readonly gpusPerHost: number;
  readonly seed: number;
}

export interface RowPlan {
  readonly name: string;
  /** Indices of its racks, in the order in which they stand. */
  readonly racks: readonly number[];
  readonly coolingUnits: readonly number[];
}

export interface RackPlan {
  readonly name: string;
  readonly row: number;
  /** Place in its row, counted from 0. */
  readonly place: number;
  readonly hosts: readonly number[];
}

export interface HostPlan {
  readonly name: string;
  readonly rack: number;
  /** From the bottom of its rack, counted from 0. */
  readonly slot: number;
  /** Lowest U it stands in. */
  readonly positionU: number;
  readonly heightU: number;
}

export interface GpuPlan {
  readonly uuid: string;
  readonly serial: string;
  readonly host: number;
  readonly index: number;
}

export interface CoolingPlan {
  readonly name: string;
  readonly row: number;
  /** Where it blows into the cold aisle, in racks from the row's beginning. */
  readonly place: number;
}

export const feeds = ['a', 'b'] as const;
export type Feed = (typeof feeds)[number];

export interface PduPlan {
  readonly name: string;
  readonly rack: number;
  readonly feed: Feed;
}

export interface SwitchPlan {
  readonly name: string;
  readonly hosts: readonly number[];
}

/** Everything that stands in the hall and does not change. */
export interface HallPlan {
  readonly size: HallSize;
  readonly site: string;
  readonly room: string;
  readonly rows: readonly RowPlan[];
  readonly racks: readonly RackPlan[];
  readonly hosts: readonly HostPlan[];
  readonly gpus: readonly GpuPlan[];
  readonly coolingUnits: readonly CoolingPlan[];
  readonly pdus: readonly PduPlan[];
  /** One for each feed. */
  readonly upses: readonly { readonly name: string; readonly feed: Feed }[];
  readonly switches: readonly SwitchPlan[];
}

/** A switch of 32 ports with two for each host, as top-of-row switches are cabled. */
const hostsPerSwitch = 16;
const rackHeightU = 42;

export function planHall(size: HallSize): HallPlan {
  const racksPerRow = size.racks <= 16 ? Math.min(8, size.racks) : size.racks <= 128 ? 8 : 16;
  const rowCount = Math.ceil(size.racks / racksPerRow);
  const racks = Array.from({ length: size.racks }, (_, index) =>
    rackPlan(size, index, racksPerRow),
  );
  const coolingUnits = Array.from({ length: rowCount }, (_, row) =>
    coolingPlans(size, row, racks.filter((rack) => rack.row === row).length),
  ).flat();
  return {
    size,
    site: size.name,
    room: 'hall-1',
    rows: Array.from({ length: rowCount }, (_, row) => ({
      name: rowName(row),
      racks: racks.flatMap((rack, index) => (rack.row === row ? [index] : [])),
      coolingUnits: coolingUnits.flatMap((unit, index) => (unit.row === row ? [index] : [])),
    })),
    racks,
    ...machines(size, racks),
    coolingUnits,
    pdus: racks.flatMap((rack, index) =>
      feeds.map((feed) => ({
        name: `${size.name}-pdu-${rack.name.toLowerCase()}-${feed}`,
        rack: index,
        feed,
      })),
    ),
    upses: feeds.map((feed) => ({ name: `${size.name}-ups-${feed}`, feed })),
    switches: switchPlans(size),
  };
}

function rackPlan(size: HallSize, index: number, racksPerRow: number): RackPlan {
  const row = Math.floor(index / racksPerRow);
  const place = index % racksPerRow;
  return {
    name: `${rowName(row)}${String(place + 1).padStart(2, '0')}`,
    row,
    place,
    hosts: Array.from({ length: size.hostsPerRack }, (_, slot) => index * size.hostsPerRack + slot),
  };
}

/** A, B, … Z, AA, AB, … */
function rowName(row: number): string {
  const letter = String.fromCharCode(65 + (row % 26));
  return row < 26 ? letter : rowName(Math.floor(row / 26) - 1) + letter;
}

function coolingPlans(size: HallSize, row: number, racks: number): CoolingPlan[] {
  const count = coolingUnitsOfRow(racks * size.hostsPerRack, size.gpusPerHost);
  return Array.from({ length: count }, (_, unit) => ({
    name: `${size.name}-crah-${rowName(row).toLowerCase()}${unit + 1}`,
    row,
    place: ((unit + 0.5) * racks) / count - 0.5,
  }));
}

function machines(size: HallSize, racks: readonly RackPlan[]): Pick<HallPlan, 'hosts' | 'gpus'> {
  // Eight GPUs on a baseboard fill 8 U, as in a DGX H100; fewer need less.
  const wantedU = size.gpusPerHost > 4 ? 8 : size.gpusPerHost > 1 ? 4 : 2;
  const heightU = Math.max(1, Math.min(wantedU, Math.floor((rackHeightU - 2) / size.hostsPerRack)));
  const hosts = racks.flatMap((rack, rackIndex) =>
    rack.hosts.map((_, slot) => ({
      name: `${size.name}-${rack.name.toLowerCase()}-${slot + 1}`,
      rack: rackIndex,
      slot,
      positionU: 2 + slot * heightU,
      heightU,
    })),
  );
  const gpus = hosts.flatMap((host, hostIndex) =>
    Array.from({ length: size.gpusPerHost }, (_, index) => ({
      uuid: uuidOf(size, host.name, index),
      serial: `16${String(hash(`${size.seed} serial ${host.name} ${index}`)).padStart(11, '0')}`,
      host: hostIndex,
      index,
    })),
  );
  return { hosts, gpus };
}

function switchPlans(size: HallSize): SwitchPlan[] {
  const hosts = size.racks * size.hostsPerRack;
  return Array.from({ length: Math.ceil(hosts / hostsPerSwitch) }, (_, index) => ({
    name: `${size.name}-leaf-${String(index + 1).padStart(2, '0')}`,
    hosts: Array.from(
      { length: Math.min(hostsPerSwitch, hosts - index * hostsPerSwitch) },
      (_, port) => index * hostsPerSwitch + port,
    ),
  }));
}

/** In the form of NVML's UUIDs; version 4 and the variant bits as in real ones. */
function uuidOf(size: HallSize, host: string, index: number): string {
  const words = [0, 1, 2, 3].map((word) =>
    hash(`${size.seed} gpu ${host} ${index} ${word}`).toString(16).padStart(8, '0'),
  );
  const hex = words.join('');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return `GPU-${parts.join('-')}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
