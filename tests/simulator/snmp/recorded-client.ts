import { compareOids, isBelow } from '#collectors/snmp/session/oid.ts';
import type { SnmpError } from '#collectors/snmp/client.ts';
import {
  type Oid,
  type SnmpClient,
  type SnmpValue,
  type VarBind,
} from '#collectors/snmp/client.ts';
import { parseRecording, type RecordedObject } from './recording.ts';

/** A device in memory: answers from a recording, and counts what it was asked for. */
export interface RecordedClient extends SnmpClient {
  /** Columns and scalars asked for since the last time they were taken. */
  takeAsked(): Oid[];
  /** Instead of what the device had until now. */
  replace(recording: string): void;
  /** Reading this column fails. */
  break(column: Oid, error: SnmpError): void;
}

export function recordedClient(recording: string | readonly RecordedObject[]): RecordedClient {
  let objects = order(recording);
  let asked: Oid[] = [];
  const broken = new Map<Oid, SnmpError>();
  const below = (root: Oid): VarBind[] => objects.filter(({ oid }) => isBelow(root, oid));
  const check = (oid: Oid): void => {
    asked.push(oid);
    const error = broken.get(oid);
    if (error !== undefined) throw error;
  };
  return {
    async get(oids) {
      oids.forEach(check);
      return Promise.resolve(
        new Map(
          objects.filter(({ oid }) => oids.includes(oid)).map(({ oid, value }) => [oid, value]),
        ),
      );
    },
    async walk(root, _signal, onFound) {
      check(root);
      const found = below(root);
      if (onFound !== undefined) found.forEach(onFound);
      return Promise.resolve(found);
    },
    async columns(columns) {
      columns.forEach(check);
      const index = (column: Oid, oid: Oid): string => oid.slice(column.length + 1);
      return Promise.resolve(
        new Map(
          columns.map((column) => [
            column,
            new Map(below(column).map(({ oid, value }) => [index(column, oid), value])),
          ]),
        ),
      );
    },
    counts: () => ({ requests: asked.length, timeouts: 0 }),
    close: () => undefined,
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    replace(next) {
      objects = order(next);
    },
    break: (column, error) => void broken.set(column, error),
  };
}

function order(recording: string | readonly RecordedObject[]): VarBind[] {
  const recorded = typeof recording === 'string' ? parseRecording(recording) : recording;
  return recorded
    .map(({ oid, type, value }) => ({ oid, value: valueOf(type, value) }))
    .sort((one, other) => compareOids(one.oid, other.oid));
}

function valueOf(type: RecordedObject['type'], written: string): SnmpValue {
  switch (type) {
    case 'octets':
    case 'opaque':
      return { type, value: bytesOf(written) };
    case 'oid':
    case 'address':
      return { type, value: written };
    case 'counter64':
      return { type, value: BigInt(written.replace(/\+.*$/, '')) };
    case 'integer':
    case 'counter32':
    case 'gauge':
    case 'timeticks':
      return { type, value: Number(written.replace(/\+.*$/, '')) };
  }
}

function bytesOf(written: string): Uint8Array {
  return written.startsWith('hex:')
    ? Buffer.from(written.slice(4), 'hex')
    : Buffer.from(written, 'utf8');
}
