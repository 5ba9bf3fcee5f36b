import { ErrorStatus, ObjectType, type Varbind } from 'net-snmp';
import type { Oid, VarBind } from '../client.ts';
import type { AnswerSize } from './answer-size.ts';
import type { DeviceLink } from './device-link.ts';
import { compareOids, isBelow } from './oid.ts';
import { readValue } from './value.ts';

/** Several tables have fewer columns than this; more in a request would leave room for no rows. */
const columnsPerRequest = 16;

interface Column {
  readonly root: Oid;
  readonly found: VarBind[];
  /** Where to go on; null: the column has ended. */
  next: Oid | null;
  readonly onFound: ((found: VarBind) => void) | undefined;
  /** The error status the device has answered instead of reading on. */
  refusal?: string;
}

/** A device, and what has been learned about it. */
export interface TableReader {
  readonly link: DeviceLink;
  readonly size: AnswerSize;
  /** How many rows a column had when it was last read: what stands behind a table costs time too. */
  readonly rows: Map<Oid, number>;
  readonly maxRows: number;
}

/** Everything below each of the roots, read side by side. Roots are distinct. */
export async function walkColumns(
  reader: TableReader,
  roots: readonly Oid[],
  signal: AbortSignal,
  onFound?: (found: VarBind) => void,
): Promise<ReadonlyMap<Oid, readonly VarBind[]>> {
  const { link, maxRows, rows } = reader;
  const columns = roots.map((root): Column => ({ root, found: [], next: root, onFound }));
  let steps = 0;
  for (;;) {
    const open = columns.filter((column) => column.next !== null);
    if (open.length === 0) break;
    steps += await readOn(reader, open, signal);
    if (steps > maxRows) {
      throw link.error('endless', `more than ${maxRows} objects below ${roots[0] ?? ''}`);
    }
  }
  const refused = columns.find(({ refusal }) => refusal !== undefined);
  if (steps === 0 && refused !== undefined) {
    throw link.error('refused', `refuses to read ${refused.root} (${refused.refusal ?? ''})`);
  }
  for (const { root, found } of columns) rows.set(root, found.length);
  return new Map(columns.map(({ root, found }) => [root, found]));
}

/** One request; returns how many objects it has brought. */
async function readOn(
  { link, size, rows }: TableReader,
  open: readonly Column[],
  signal: AbortSignal,
): Promise<number> {
  let asked: readonly Column[] = [];
  let values = 0;
  const reply = await link.exchange((attempt) => {
    if (attempt > 0) size.unanswered(values, attempt);
    asked = open.slice(0, Math.min(columnsPerRequest, size.values));
    const oids = asked.flatMap(({ next }) => next ?? []);
    if (link.version === '1') {
      values = asked.length;
      return { kind: 'next', oids };
    }
    const fitting = Math.max(1, Math.floor(size.values / asked.length));
    const repetitions = Math.min(fitting, rowsToCome(asked, rows));
    values = asked.length * repetitions;
    return { kind: 'bulk', oids, repetitions };
  }, signal);
  if (reply.kind === 'status') return readStatus(size, asked, reply);
  const received = reply.lists.reduce((sum, list) => sum + list.length, 0);
  if (received === 0) throw link.error('malformed', 'an answer without any object');
  size.answered(values, received);
  const found = asked.map((column, i) => follow(link, column, reply.lists[i] ?? []));
  return found.reduce((sum, count) => sum + count, 0);
}

/** As many as last time, and one more that shows the end. */
function rowsToCome(columns: readonly Column[], rows: ReadonlyMap<Oid, number>): number {
  const left = columns.map(({ root, found }) => (rows.get(root) ?? Infinity) - found.length);
  // A table that has grown may have grown by any number.
  return left.some((count) => count < 0) ? Infinity : Math.max(...left) + 1;
}

function readStatus(
  size: AnswerSize,
  asked: readonly Column[],
  { status, name, oid }: { status: number; name: string; oid: Oid | null },
): number {
  const values = Math.max(asked.length, size.values);
  const culprits = asked.length === 1 ? asked : asked.filter(({ next }) => next === oid);
  const isTooBig = status === ErrorStatus.TooBig && values > 1;
  if (isTooBig || culprits.length === 0) {
    size.failed(values);
    return 0;
  }
  for (const column of culprits) {
    column.next = null;
    // Version 1 has no other way to say that the tree ends here.
    if (status !== ErrorStatus.NoSuchName) column.refusal = name;
  }
  return 0;
}

/** Adds what belongs to the column; returns how many objects it has gone on by. */
function follow(link: DeviceLink, column: Column, list: readonly Varbind[]): number {
  let steps = 0;
  for (const varbind of list) {
    if (column.next === null) break;
    const { oid } = varbind;
    if (varbind.type === ObjectType.EndOfMibView || !isBelow(column.root, oid)) {
      column.next = null;
    } else if (compareOids(oid, column.next) <= 0) {
      throw link.error('endless', `goes round in circles: ${oid} after ${column.next}`);
    } else {
      column.next = oid;
      steps += 1;
      const value = readValue(varbind);
      if (value === undefined) continue;
      column.found.push({ oid, value });
      column.onFound?.({ oid, value });
    }
  }
  return steps;
}
