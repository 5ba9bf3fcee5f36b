import type { Oid, SnmpValue } from '../client.ts';
import type { NeighbourReading } from '../reading.ts';
import type { Cells } from './cells.ts';
import { hexOf, textOf } from './value.ts';

const lldp = '1.0.8802.1.1.2.1';
const localPortIdKind = `${lldp}.3.7.1.2`;
const localPortId = `${lldp}.3.7.1.3`;
const localPortDescription = `${lldp}.3.7.1.4`;
const remoteChassisKind = `${lldp}.4.1.1.4`;
const remoteChassis = `${lldp}.4.1.1.5`;
const remotePortKind = `${lldp}.4.1.1.6`;
const remotePort = `${lldp}.4.1.1.7`;
const remotePortDescription = `${lldp}.4.1.1.8`;
const remoteSystem = `${lldp}.4.1.1.9`;

const ifName = '1.3.6.1.2.1.31.1.1.1.1';
const ifDescription = '1.3.6.1.2.1.2.2.1.2';

export const neighbourColumns = {
  names: [localPortIdKind, localPortId, localPortDescription, ifName, ifDescription],
  values: [
    remoteChassisKind,
    remoteChassis,
    remotePortKind,
    remotePort,
    remotePortDescription,
    remoteSystem,
  ],
} as const;

/** Subtype that says the id is a MAC address: 4 of a chassis, 3 of a port. */
const chassisIsMac = '4';
const portIsMac = '3';

/** The index of a neighbour: time mark, local port number, number of the neighbour. */
export function readNeighbours(cells: Cells): NeighbourReading[] {
  const interfaces = namesOfInterfaces(cells);
  return [...(cells.get(remotePort)?.keys() ?? [])].flatMap((index) => {
    const port = index.split('.')[1] ?? '';
    const local = localInterface(port, interfaces, cells);
    if (local === null) return [];
    return [
      {
        interface: local,
        remoteSystem: text(cells, remoteSystem, index),
        remotePort: remotePortName(cells, index),
        remoteChassis: identifier(cells, remoteChassis, remoteChassisKind, chassisIsMac, index),
      },
    ];
  });
}

/** A port's id is for machines where it is a MAC address; its description is then the better name. */
function remotePortName(cells: Cells, index: string): string | null {
  const isMac = text(cells, remotePortKind, index) === portIsMac;
  const id = identifier(cells, remotePort, remotePortKind, portIsMac, index);
  return isMac ? (text(cells, remotePortDescription, index) ?? id) : id;
}

/** Local port numbers need not be ifIndexes: the port's id or description names the interface. */
function localInterface(port: string, names: ReadonlyMap<string, string>, cells: Cells) {
  const id = text(cells, localPortId, port);
  const description = text(cells, localPortDescription, port);
  for (const word of [id, description]) {
    const name = word === null ? undefined : names.get(word);
    if (name !== undefined) return name;
  }
  return text(cells, ifName, port) ?? text(cells, ifDescription, port) ?? id ?? description;
}

/** By name and by description, which some agents give as the port's id. */
function namesOfInterfaces(cells: Cells): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const index of cells.get(ifDescription)?.keys() ?? []) {
    const description = text(cells, ifDescription, index);
    if (description !== null) names.set(description, text(cells, ifName, index) ?? description);
  }
  for (const index of cells.get(ifName)?.keys() ?? []) {
    const name = text(cells, ifName, index);
    if (name !== null) names.set(name, name);
  }
  return names;
}

function identifier(cells: Cells, column: Oid, kind: Oid, macKind: string, index: string) {
  const value = at(cells, column, index);
  const isMac = text(cells, kind, index) === macKind;
  return isMac && value?.type === 'octets' ? hexOf(value.value) : text(cells, column, index);
}

function text(cells: Cells, column: Oid, index: string): string | null {
  const value = at(cells, column, index);
  return value === undefined ? null : textOf(value);
}

function at(cells: Cells, column: Oid, index: string): SnmpValue | undefined {
  return cells.get(column)?.get(index);
}
