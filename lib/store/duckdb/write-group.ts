import type { DuckDBConnection } from '@duckdb/node-api';
import type { BatchId, WriteOutcome, WriteRequest } from '../store.ts';
import { appendRows } from './append.ts';
import type { MeasurementEntry, StoredField } from './catalog.ts';
import { prepareTables } from './prepare-tables.ts';
import { prepareLate, rememberLate, storeLate, type LateRows } from './late-rows.ts';
import { mergeRows } from './merge.ts';
import type { Partition } from './partition.ts';
import { windowOf } from '../rollup-window.ts';
import { storeStaleWindows } from './stale-windows.ts';
import { inTransaction } from './transaction.ts';
import { outdate, type WriterState } from './writer-state.ts';
import { WritePlan, type MeasurementPlan } from './write-plan.ts';

/**
 * Stores several requests in one transaction and answers each. Their rows and the numbers of their
 * batches become durable together, so a batch is stored whole or, after a crash, not at all.
 */
export async function writeGroup(
  state: WriterState,
  requests: readonly WriteRequest[],
): Promise<WriteOutcome[]> {
  const plan = new WritePlan(state.catalog, state.times, state.clockMs);
  const batches = new Map<string, bigint>();
  const outcomes = requests.map((request): WriteOutcome => {
    if (request.batch && isReplay(request.batch, state.watermarks, batches)) {
      return { kind: 'replayed' };
    }
    if (request.batch) batches.set(request.batch.source, request.batch.sequence);
    return { kind: 'stored', rejected: request.tables.flatMap((table) => plan.add(table)) };
  });
  await prepareTables(state, plan);
  const late = await prepareAllLate(state, plan);
  const stale = new Map<MeasurementEntry, number[]>();
  const freshHours = new Map<LateRows, number[]>();
  await inTransaction(state.connection, async () => {
    for (const measurement of plan.measurements.values()) {
      await storeRows(state.connection, measurement);
      const { entry, staleWindows } = measurement;
      stale.set(entry, await storeStaleWindows(state.connection, entry, '10s', staleWindows));
    }
    for (const rows of late) freshHours.set(rows, await storeLate(state.connection, rows));
    await storeWatermarks(state.connection, batches);
  });
  for (const [entry, windows] of stale)
    for (const window of windows) entry.stale['10s'].add(window);
  remember(state, plan, batches);
  for (const rows of late) rememberLate(state, rows, freshHours.get(rows) ?? []);
  return outcomes;
}

async function prepareAllLate(state: WriterState, plan: WritePlan): Promise<LateRows[]> {
  const prepared: LateRows[] = [];
  for (const { entry, late } of plan.measurements.values()) {
    if (late) prepared.push(await prepareLate(state, entry, late));
  }
  return prepared;
}

function isReplay(
  { source, sequence }: BatchId,
  stored: ReadonlyMap<string, bigint>,
  waiting: ReadonlyMap<string, bigint>,
): boolean {
  const newest = waiting.get(source) ?? stored.get(source);
  return newest !== undefined && sequence <= newest;
}

/** Appends go first: a merge may overwrite a row that came a moment earlier in the same group. */
async function storeRows(connection: DuckDBConnection, plan: MeasurementPlan): Promise<void> {
  for (const [period, rows] of plan.appends) {
    const partition = existing(plan.entry, period);
    await appendRows(connection, partition.table, rows, fieldsOf(plan.entry, partition));
  }
  for (const [period, merge] of plan.merges) {
    await mergeRows(connection, existing(plan.entry, period), merge.rows);
  }
}

async function storeWatermarks(
  connection: DuckDBConnection,
  batches: ReadonlyMap<string, bigint>,
): Promise<void> {
  for (const [source, sequence] of batches) {
    await connection.run(`DELETE FROM batches WHERE source = $1`, [source]);
    await connection.run(`INSERT INTO batches VALUES ($1, $2::UBIGINT)`, [
      source,
      sequence.toString(),
    ]);
  }
}

function remember(state: WriterState, plan: WritePlan, batches: ReadonlyMap<string, bigint>): void {
  for (const measurement of plan.measurements.values()) {
    const { entry, newest, appends, merges, staleWindows } = measurement;
    for (const [seriesId, { timeNs }] of newest) state.times.raise(seriesId, timeNs);
    outdate(state, entry, '10s', staleWindows);
    for (const rows of appends.values()) state.stream.feed(entry, rows);
    for (const { rows } of merges.values()) {
      for (const timeNs of rows.timeNs.subarray(0, rows.rows)) {
        state.stream.drop(entry, windowOf('10s', timeNs));
      }
    }
  }
  for (const [source, sequence] of batches) state.watermarks.set(source, sequence);
}

function existing(entry: MeasurementEntry, period: number): Partition {
  const partition = entry.partitions.raw.get(period);
  if (!partition) throw new Error(`write ${entry.name}: its partition ${String(period)} is absent`);
  return partition;
}

/** The fields of a raw partition in the order of its columns. */
function fieldsOf(entry: MeasurementEntry, partition: Partition): StoredField[] {
  const byColumn = new Map([...entry.fields.values()].map((field) => [field.column, field]));
  return [...partition.columns].flatMap((column) => byColumn.get(column) ?? []);
}
