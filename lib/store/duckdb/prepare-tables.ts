import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalog, MeasurementEntry } from './catalog.ts';
import { columnTypeName } from './field-type.ts';
import { partitionTable } from './partition.ts';
import { inTransaction } from './transaction.ts';
import type { NewNames, WritePlan } from './write-plan.ts';

/**
 * Makes every table and column that a plan writes to. DuckDB does not alter a table that has rows
 * appended in the same transaction, so this one comes first and holds no rows.
 */
export async function prepareTables(
  { connection, catalog }: { connection: DuckDBConnection; catalog: Catalog },
  plan: WritePlan,
): Promise<void> {
  const changes = [...plan.measurements.values()].flatMap(({ entry, appends, merges }) =>
    [...new Set([...appends.keys(), ...merges.keys()])].flatMap((period) =>
      rawPartitionChanges(entry, period),
    ),
  );
  if (changes.length === 0 && isEmpty(plan.newNames)) return;
  try {
    await inTransaction(connection, async () => {
      await storeNames(connection, plan.newNames);
      for (const change of changes) await connection.run(change.sql);
    });
  } catch (error) {
    await catalog.reload(connection);
    throw error;
  }
  for (const change of changes) change.apply(catalog);
}

interface Change {
  readonly sql: string;
  readonly apply: (catalog: Catalog) => void;
}

function rawPartitionChanges(entry: MeasurementEntry, period: number): Change[] {
  const fields = [...entry.fields.values()];
  const partition = entry.partitions.raw.get(period);
  if (!partition) {
    const columns = fields.map((field) => `, ${field.column} ${columnTypeName(field.type)}`);
    const table = partitionTable(entry.id, 'raw', period);
    const names = ['series', 'ts', ...fields.map((field) => field.column)];
    return [
      {
        sql: `CREATE TABLE ${table} (series INTEGER NOT NULL, ts BIGINT NOT NULL${columns.join('')})`,
        apply: (catalog) => void catalog.addPartition(entry, 'raw', period, names),
      },
    ];
  }
  return fields
    .filter((field) => !partition.columns.has(field.column))
    .map((field) => ({
      sql: `ALTER TABLE ${partition.table} ADD COLUMN ${field.column} ${columnTypeName(field.type)}`,
      apply: () => void partition.columns.add(field.column),
    }));
}

function isEmpty(names: NewNames): boolean {
  return names.measurements.length + names.fields.length + names.series.length === 0;
}

async function storeNames(connection: DuckDBConnection, names: NewNames): Promise<void> {
  for (const { id, name } of names.measurements) {
    await connection.run(`INSERT INTO measurements VALUES ($1, $2)`, [id, name]);
  }
  for (const { entry, field } of names.fields) {
    await connection.run(`INSERT INTO fields VALUES ($1, $2, $3, $4, $5)`, [
      field.id,
      entry.id,
      field.name,
      field.type,
      field.counter,
    ]);
  }
  await storeSeries(connection, names.series);
}

async function storeSeries(
  connection: DuckDBConnection,
  series: NewNames['series'],
): Promise<void> {
  if (series.length === 0) return;
  const appender = await connection.createAppender('series');
  try {
    for (const { id, entry, key } of series) {
      appender.appendInteger(id);
      appender.appendInteger(entry.id);
      appender.appendVarchar(key);
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
