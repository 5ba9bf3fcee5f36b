import type { FacilityGroup, FacilityKind, Severity } from '#lib/metrics/facility.ts';
import type { DeviceFamily } from '#lib/model/device-family.ts';
import type { Oid } from './client.ts';

/** What a device is. Null: it does not say. */
export interface DeviceIdentity {
  readonly objectId: Oid | null;
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  readonly systemLocation: string | null;
  readonly uptimeSeconds: number | null;
  readonly profile: string;
  readonly family: DeviceFamily;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly version: string | null;
}

export { deviceFamilies, type DeviceFamily } from '#lib/model/device-family.ts';

/** A sensor's value, in the base unit of its kind. What could not be read is not in a reading. */
export interface SensorReading {
  /** The object the value was read from; null for a computed value. */
  readonly oid: Oid | null;
  /** Unique among the sensors of its kind in a reading. */
  readonly name: string;
  readonly kind: FacilityKind;
  readonly group: FacilityGroup;
  readonly value: number;
  /** Of kind `state` only: the state in words. */
  readonly state: string | null;
  readonly severity: Severity | null;
  readonly limits: SensorLimits;
}

/** In the unit of the value; only those the device or its profile states. */
export interface SensorLimits {
  readonly criticalLow?: number;
  readonly warningLow?: number;
  readonly warningHigh?: number;
  readonly criticalHigh?: number;
}

/** Counters as the device has them at this moment; absent where it has none. */
export interface InterfaceReading {
  /** ifName, or ifDescr where there is none, without padding; unique in a reading. */
  readonly name: string;
  /** The same as the device has it. */
  readonly statedName: string;
  readonly alias: string | null;
  /** ifType, such as 6 for Ethernet. */
  readonly type: number | null;
  readonly speedBitsPerSecond: number | null;
  readonly isAdminUp: boolean | null;
  readonly isUp: boolean | null;
  readonly counters: Readonly<Partial<Record<InterfaceCounter, CounterReading>>>;
  /** ifCounterDiscontinuityTime, hundredths of a second of sysUpTime. */
  readonly discontinuityTicks: number | null;
}

export const interfaceCounters = [
  'receiveBytes',
  'transmitBytes',
  'receivePackets',
  'transmitPackets',
  'receiveErrors',
  'transmitErrors',
  'receiveDrops',
  'transmitDrops',
] as const;
export type InterfaceCounter = (typeof interfaceCounters)[number];

export interface CounterReading {
  readonly value: bigint;
  /** 32 bits wrap; 64 bits do not. */
  readonly bits: 32 | 64;
}

export interface NeighbourReading {
  /** Name of the interface at this end. */
  readonly interface: string;
  readonly remoteSystem: string | null;
  readonly remotePort: string | null;
  readonly remoteChassis: string | null;
}

/** Everything one poll found. */
export interface DeviceReading {
  readonly identity: DeviceIdentity;
  readonly sensors: readonly SensorReading[];
  readonly interfaces: readonly InterfaceReading[];
  readonly neighbours: readonly NeighbourReading[];
  /** What could not be read while the rest could, a sentence each. */
  readonly problems: readonly string[];
}
