import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseRecording, type RecordedObject } from '#tests/simulator/snmp/recording.ts';

export interface FleetDevice {
  readonly name: string;
  readonly objects: readonly RecordedObject[];
  readonly conduct: 'healthy' | 'dead' | 'slow';
}

const recordings = path.resolve(import.meta.dirname, '../../collectors/snmp/testdata');

const kinds = ['pdu', 'switch', 'pdu', 'sensor', 'pdu', 'switch', 'pdu', 'ups', 'switch', 'sensor'];

/** PDUs of 24 to 48 outlets, switches of 32 to 64 ports, UPSes and sensors; one in 20 dead, one slow. */
export function makeFleet(count: number): FleetDevice[] {
  return Array.from({ length: count }, (_, at) => {
    const kind = kinds[at % kinds.length] ?? 'pdu';
    const conduct = at % 20 === 7 ? 'dead' : at % 20 === 13 ? 'slow' : 'healthy';
    return { name: `${kind}-${at}`, objects: objectsOf(kind, at), conduct };
  });
}

function objectsOf(kind: string, at: number): RecordedObject[] {
  switch (kind) {
    case 'pdu':
      return pdu(24 + (at % 3) * 12);
    case 'switch':
      return networkSwitch(32 + (at % 3) * 16);
    case 'ups':
      return recorded('ups-mib');
    default:
      return recorded('netbotz');
  }
}

function recorded(name: string): RecordedObject[] {
  return parseRecording(readFileSync(path.join(recordings, name, '1.rec'), 'utf8'));
}

/** A Geist PDU: three phases and outlets that are metered one by one. */
function pdu(outlets: number): RecordedObject[] {
  const root = '1.3.6.1.4.1.21239.5.2';
  const phases = rows(3, (phase) => [
    `${root}.3.2.1.3.${phase}|octets|Phase ${phase}`,
    `${root}.3.2.1.4.${phase}|integer|2300`,
    `${root}.3.2.1.8.${phase}|integer|1450`,
    `${root}.3.2.1.12.${phase}|integer|3300`,
  ]);
  const metered = rows(outlets, (outlet) => [
    `${root}.3.5.1.3.${outlet}|octets|Outlet ${outlet}`,
    `${root}.3.5.1.4.${outlet}|integer|1`,
    `${root}.3.6.1.4.${outlet}|integer|2300`,
    `${root}.3.6.1.8.${outlet}|integer|${200 + outlet}`,
    `${root}.3.6.1.12.${outlet}|integer|${500 + outlet}`,
    `${root}.3.6.1.15.${outlet}|integer|9000+1/s`,
  ]);
  return device('1.3.6.1.4.1.21239.42.1.1', [
    `${root}.1.2.0|octets|5.3.4`,
    `${root}.1.7.0|integer|1`,
    `${root}.1.8.0|octets|GU2-O`,
    `${root}.3.1.1.3.1|octets|Total`,
    `${root}.3.1.1.9.1|integer|9900`,
    `${root}.3.1.1.12.1|integer|99000+3/s`,
    ...phases,
    ...metered,
    `${root}.4.1.3.1|octets|Front`,
    `${root}.4.1.5.1|integer|243`,
  ]);
}

/** Ports with all their counters, half of them with a neighbour. */
function networkSwitch(ports: number): RecordedObject[] {
  const table = '1.3.6.1.2.1.2.2.1';
  const wide = '1.3.6.1.2.1.31.1.1.1';
  const lldp = '1.0.8802.1.1.2.1';
  const interfaces = rows(ports, (port) => [
    `${table}.2.${port}|octets|Ethernet${port}`,
    `${table}.3.${port}|integer|6`,
    `${table}.5.${port}|gauge|4294967295`,
    `${table}.7.${port}|integer|1`,
    `${table}.8.${port}|integer|1`,
    ...[10, 11, 13, 14, 16, 17, 19, 20].map((column) => `${table}.${column}.${port}|counter32|7`),
    `${wide}.1.${port}|octets|Ethernet${port}`,
    ...[6, 7, 10, 11].map((column) => `${wide}.${column}.${port}|counter64|900000+1250/s`),
    `${wide}.15.${port}|gauge|400000`,
    `${wide}.18.${port}|octets|to gpu-host-${port}`,
    `${wide}.19.${port}|timeticks|0`,
    `${lldp}.3.7.1.2.${port}|integer|5`,
    `${lldp}.3.7.1.3.${port}|octets|Ethernet${port}`,
  ]);
  const neighbours = rows(ports / 2, (port) => [
    `${lldp}.4.1.1.4.0.${port}.1|integer|4`,
    `${lldp}.4.1.1.5.0.${port}.1|octets|hex:02005e0000${port.toString(16).padStart(2, '0')}`,
    `${lldp}.4.1.1.6.0.${port}.1|integer|5`,
    `${lldp}.4.1.1.7.0.${port}.1|octets|eth0`,
    `${lldp}.4.1.1.9.0.${port}.1|octets|gpu-host-${port}`,
  ]);
  return device('1.3.6.1.4.1.30065.1.3011', [...interfaces, ...neighbours]);
}

function device(objectId: string, lines: readonly string[]): RecordedObject[] {
  const system = [
    '1.3.6.1.2.1.1.1.0|octets|Made up for the benchmark',
    `1.3.6.1.2.1.1.2.0|oid|${objectId}`,
    '1.3.6.1.2.1.1.3.0|timeticks|8640000+100/s',
    '1.3.6.1.2.1.1.5.0|octets|bench',
  ];
  return parseRecording([...system, ...lines].join('\n'));
}

function rows(count: number, row: (index: number) => readonly string[]): string[] {
  return Array.from({ length: count }, (_, at) => row(at + 1)).flat();
}
