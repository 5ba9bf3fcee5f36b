import type { DuckDBConnection } from '@duckdb/node-api';
import { appendRows } from './append.ts';
import type { StoredField } from './catalog.ts';
import { columnTypeName } from './field-type.ts';
import type { Partition } from './partition.ts';
import type { RowBuffer } from './row-buffer.ts';

/**
 * Writes rows whose series and time may be stored already: values given replace those stored, values
 * absent leave them. Runs inside the caller's transaction. The statements are planned after the
 * rows are in the staging table: planned over an empty one, DuckDB has lost rows without an error.
 */
export async function mergeRows(
  connection: DuckDBConnection,
  partition: Partition,
  rows: RowBuffer,
): Promise<void> {
  const fields = [...rows.columns.keys()];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE incoming (series INTEGER, ts BIGINT${fields
      .map((field) => `, ${field.column} ${columnTypeName(field.type)}`)
      .join('')})`,
  );
  await appendRows(connection, 'incoming', rows, fields);
  const [oldest, newest] = timeBounds(rows);
  const same = `t.series = i.series AND t.ts = i.ts AND t.ts BETWEEN ${oldest} AND ${newest}`;
  await connection.run(
    `UPDATE ${partition.table} AS t SET ${fields.map(overwrite).join(', ')} FROM incoming AS i WHERE ${same}`,
  );
  const columns = ['series', 'ts', ...fields.map((field) => field.column)].join(', ');
  await connection.run(
    `INSERT INTO ${partition.table} (${columns}) SELECT ${columns} FROM incoming AS i
     WHERE NOT EXISTS (SELECT 1 FROM ${partition.table} AS t WHERE ${same})`,
  );
  await connection.run(`DROP TABLE incoming`);
}

function overwrite({ column }: StoredField): string {
  return `${column} = coalesce(i.${column}, t.${column})`;
}

function timeBounds(rows: RowBuffer): [string, string] {
  let oldest = rows.timeNs[0] ?? 0n;
  let newest = oldest;
  for (const timeNs of rows.timeNs.subarray(0, rows.rows)) {
    if (timeNs < oldest) oldest = timeNs;
    if (timeNs > newest) newest = timeNs;
  }
  return [`(${String(oldest)})::BIGINT`, `(${String(newest)})::BIGINT`];
}
