import type { Oid, SnmpValue } from '../client.ts';
import type { CounterReading, InterfaceCounter, InterfaceReading } from '../reading.ts';
import type { Cells } from './cells.ts';
import { numberOf, textOf, wholeTextOf } from './value.ts';

const ifTable = '1.3.6.1.2.1.2.2.1';
const ifXTable = '1.3.6.1.2.1.31.1.1.1';

/** When rows of the table came or went: names belong to other rows from then on. */
export const interfacesChanged: Oid = '1.3.6.1.2.1.31.1.5';

const description = `${ifTable}.2`;
const type = `${ifTable}.3`;
const speed = `${ifTable}.5`;
const adminStatus = `${ifTable}.7`;
const operStatus = `${ifTable}.8`;
const name = `${ifXTable}.1`;
const highSpeed = `${ifXTable}.15`;
const alias = `${ifXTable}.18`;
const discontinuity = `${ifXTable}.19`;

/** In 64 bits, and in 32 where the device has no others. Packets are the unicast ones. */
interface CounterColumns {
  readonly wide: Oid | null;
  readonly narrow: Oid;
}

const counters: Readonly<Record<InterfaceCounter, CounterColumns>> = {
  receiveBytes: { wide: `${ifXTable}.6`, narrow: `${ifTable}.10` },
  transmitBytes: { wide: `${ifXTable}.10`, narrow: `${ifTable}.16` },
  receivePackets: { wide: `${ifXTable}.7`, narrow: `${ifTable}.11` },
  transmitPackets: { wide: `${ifXTable}.11`, narrow: `${ifTable}.17` },
  receiveErrors: { wide: null, narrow: `${ifTable}.14` },
  transmitErrors: { wide: null, narrow: `${ifTable}.20` },
  receiveDrops: { wide: null, narrow: `${ifTable}.13` },
  transmitDrops: { wide: null, narrow: `${ifTable}.19` },
};

export const interfaceColumns = {
  names: [description, type, speed, name, highSpeed, alias],
  values: [
    adminStatus,
    operStatus,
    discontinuity,
    ...Object.values(counters).flatMap(({ wide, narrow }) =>
      wide === null ? [narrow] : [wide, narrow],
    ),
  ],
} as const;

export function readInterfaces(cells: Cells): InterfaceReading[] {
  const indexes = new Set([description, name].flatMap((of) => [...(cells.get(of)?.keys() ?? [])]));
  const at = (column: Oid, index: string): SnmpValue | undefined => cells.get(column)?.get(index);
  const readings = [...indexes].flatMap((index) => {
    const reading = readInterface((column) => at(column, index));
    return reading === null ? [] : [reading];
  });
  const names = uniqueNames(readings.map(({ name }) => name));
  return readings.map((reading, place) => ({ ...reading, name: names[place] ?? reading.name }));
}

/**
 * Without ifName, network cards of one model all have the same description. They are counted, in
 * the order of their rows: ifIndex itself moves when a switch is restarted or a card is put in.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const given = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let copy = 2; given.has(unique); copy += 1) unique = `${name} (${copy})`;
    given.add(unique);
    return unique;
  });
}

type Row = (column: Oid) => SnmpValue | undefined;

function readInterface(row: Row): InterfaceReading | null {
  const stated = text(row(name)) === null ? row(description) : row(name);
  const known = text(stated);
  if (stated === undefined || known === null) return null;
  return {
    name: known,
    statedName: wholeTextOf(stated) ?? known,
    alias: text(row(alias)),
    type: number(row(type)),
    speedBitsPerSecond: readSpeed(row),
    isAdminUp: isUp(row(adminStatus)),
    isUp: isUp(row(operStatus)),
    counters: readCounters(row),
    discontinuityTicks: number(row(discontinuity)),
  };
}

/** What ifSpeed says where 32 bits do not suffice. */
const saturated = 4_294_967_295;

function readSpeed(row: Row): number | null {
  const megabits = number(row(highSpeed));
  if (megabits !== null && megabits > 0) return megabits * 1e6;
  const bits = number(row(speed));
  return bits === saturated ? null : (bits ?? megabits);
}

function readCounters(row: Row): InterfaceReading['counters'] {
  const found = Object.entries(counters).flatMap(([counter, { wide, narrow }]) => {
    const reading = readCounter(wide, 64, row) ?? readCounter(narrow, 32, row);
    return reading === null ? [] : [[counter, reading] as const];
  });
  return Object.fromEntries(found);
}

function readCounter(column: Oid | null, bits: 32 | 64, row: Row): CounterReading | null {
  const value = column === null ? null : whole(row(column));
  return value === null ? null : { value, bits };
}

function whole(value: SnmpValue | undefined): bigint | null {
  switch (value?.type) {
    case 'counter64':
      return value.value;
    case 'counter32':
    case 'gauge':
    case 'integer':
      return BigInt(value.value);
    default:
      return null;
  }
}

function text(value: SnmpValue | undefined): string | null {
  return value === undefined ? null : textOf(value);
}

function number(value: SnmpValue | undefined): number | null {
  const word = text(value);
  return word === null ? null : numberOf(word);
}

function isUp(value: SnmpValue | undefined): boolean | null {
  const state = number(value);
  return state === null ? null : state === 1;
}
