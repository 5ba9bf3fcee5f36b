import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const recordedTypes = [
  'integer',
  'counter32',
  'counter64',
  'gauge',
  'timeticks',
  'octets',
  'oid',
  'address',
  'opaque',
] as const;
export type RecordedType = (typeof recordedTypes)[number];

/** One object of a device. `value` is written as in the file. */
export interface RecordedObject {
  readonly oid: string;
  readonly type: RecordedType;
  readonly value: string;
}

/**
 * Reads a recording: one `oid|type|value` a line, `#` starts a comment line. Octets are text, or
 * `hex:` and hexadecimal digits. A number may go on with `+25/s`: it grows by so much a second.
 */
export function parseRecording(text: string): RecordedObject[] {
  return text
    .split(/\r?\n/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.startsWith('#'))
    .map(({ line, number }) => parseLine(line, number));
}

const numeric = /^-?\d+(\+\d+\/s)?$/;
const forms: Readonly<Record<RecordedType, RegExp>> = {
  integer: numeric,
  counter32: numeric,
  counter64: numeric,
  gauge: numeric,
  timeticks: numeric,
  octets: /^(hex:([0-9a-f]{2})*|(?!hex:).*)$/i,
  oid: /^\d+(\.\d+)+$/,
  address: /^\d+(\.\d+){3}$/,
  opaque: /^hex:([0-9a-f]{2})*$/i,
};

function parseLine(line: string, number: number): RecordedObject {
  const [, oid, typeName, value] = /^(\d+(?:\.\d+)+)\|(\w+)\|(.*)$/.exec(line) ?? [];
  const type = recordedTypes.find((name) => name === typeName);
  if (oid === undefined || type === undefined || value === undefined || !forms[type].test(value)) {
    throw new Error(`read recording: line ${number} is not oid|type|value: ${line}`);
  }
  return { oid, type, value };
}

/** Every `*.rec` of a directory by its name, which is its community. */
export function loadRecordings(directory: string): Map<string, RecordedObject[]> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.rec'));
  return new Map(
    files.sort().map((file) => {
      const text = readFileSync(path.join(directory, file), 'utf8');
      return [path.basename(file, '.rec'), parseRecording(text)];
    }),
  );
}
