import type { DuckDBConnection } from '@duckdb/node-api';
import type { SelectedSeries } from '../select-series.ts';

/** Puts the series a query is about into the temporary table `wanted` of its connection. */
export async function wantSeries(
  connection: DuckDBConnection,
  selected: SelectedSeries,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE wanted (series INTEGER, grp INTEGER)`);
  const appender = await connection.createAppender('wanted');
  try {
    selected.seriesIds.forEach((series, index) => {
      appender.appendInteger(series);
      appender.appendInteger(selected.groups[index] ?? 0);
      appender.endRow();
    });
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
