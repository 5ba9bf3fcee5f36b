import { SnmpError, type Oid, type SnmpClient, type SnmpValue } from '../client.ts';
import type { Cells, Column } from './cells.ts';
import { fetchScalars } from './fetch-scalars.ts';
import { interfacesChanged } from './interfaces.ts';
import type { ColumnGroup, ReadingPlan } from './plan.ts';
import type { ReadingCache } from './reading-cache.ts';
import { readSystem } from './system.ts';

export interface Fetched {
  readonly cells: Cells;
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
}

/** A device that stops answering in the middle is not asked for everything else as well. */
const timeoutsAtMost = 2;

/** Reads what the plan asks for. Rejects when the device gives no answer at all. */
export async function fetchCells(
  client: SnmpClient,
  plan: ReadingPlan,
  cache: ReadingCache,
  signal: AbortSignal,
): Promise<Fetched> {
  cache.nextPoll();
  const cells = new Map(await fetchScalars(client, cache.present(plan.scalars), signal));
  cache.startPoll(readSystem(cells).uptimeTicks, cells.get(interfacesChanged)?.get('0'));
  cache.learnAbsent(plan.scalars, cells);
  const problems: string[] = [];
  let timeouts = 0;
  for (const group of plan.groups) {
    if (timeouts >= timeoutsAtMost) break;
    try {
      for (const [oid, column] of await fetchGroup(client, group, cache, signal)) {
        cells.set(oid, column);
      }
    } catch (error) {
      if (!(error instanceof SnmpError) || error.problem === 'aborted') throw error;
      if (error.problem === 'timeout') timeouts += 1;
      problems.push(`read ${group.name}: ${error.message}`);
    }
  }
  if (timeouts >= timeoutsAtMost) problems.push('read the rest: given up after two timeouts');
  return { cells, problems };
}

/** Values, with the names kept since they were last read, unless rows came or went. */
async function fetchGroup(
  client: SnmpClient,
  group: ColumnGroup,
  cache: ReadingCache,
  signal: AbortSignal,
): Promise<Cells> {
  const wanted = cache.isFresh ? [...group.changing, ...group.fixed] : group.changing;
  const read = await fetchColumns(client, cache.present(wanted), signal);
  cache.learnAbsent(wanted, read);
  const rows = rowsOf(group.changing.map((oid) => read.get(oid)));
  const known = cache.names(group.name, rows);
  if (known !== undefined) return new Map([...read, ...known]);
  const names = cache.isFresh
    ? new Map(group.fixed.flatMap((oid) => entry(oid, read.get(oid))))
    : await fetchColumns(client, group.fixed, signal);
  cache.keepNames(group.name, rows, names);
  return new Map([...read, ...names]);
}

async function fetchColumns(
  client: SnmpClient,
  oids: readonly Oid[],
  signal: AbortSignal,
): Promise<Map<Oid, Column>> {
  if (oids.length === 0) return new Map();
  const columns = await client.columns(oids, signal);
  return new Map(oids.flatMap((oid) => entry(oid, columns.get(oid))));
}

function entry(oid: Oid, column: Column | undefined): [Oid, Column][] {
  return column === undefined || column.size === 0 ? [] : [[oid, column]];
}

function rowsOf(columns: readonly (ReadonlyMap<string, SnmpValue> | undefined)[]): string {
  return columns.map((column) => [...(column?.keys() ?? [])].join(' ')).join(';');
}
