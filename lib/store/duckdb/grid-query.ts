import type { DuckDBConnection } from '@duckdb/node-api';
import { bucketGrid, checkAnswerSize, chooseStepMs } from '../bucket-grid.ts';
import { refuseText } from '../refuse-text.ts';
import { selectSeries } from '../select-series.ts';
import type { SeriesGrid, SeriesQuery } from '../store.ts';
import type { MeasurementEntry, StoredField } from './catalog.ts';
import { seriesSql, wholeSql } from './series-sql.ts';
import { planSources } from './series-sources.ts';
import { ValueBlock } from './value-block.ts';
import { wantSeries } from './wanted-series.ts';
import { wholeSelection } from './whole-selection.ts';

export async function queryGrid(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: SeriesQuery,
  signal: AbortSignal,
): Promise<SeriesGrid> {
  const plan = planSources(entry, query, chooseStepMs(query));
  const grid = bucketGrid(query, plan.stepMs);
  const fields = numericFields(entry, query);
  const selected = selectSeries(entry.tags, query.match, query.join, query.groupBy);
  checkAnswerSize(grid, fields.length, selected.groupTags.length);
  const block = new ValueBlock(fields.length, selected.groupTags.length, grid.buckets);
  if (fields.length > 0 && plan.sources.length > 0 && selected.seriesIds.length > 0) {
    const read = { sources: plan.sources, fields, aggregate: query.aggregate, grid };
    const groupOf = wholeSelection(entry, selected, query.groupBy);
    if (!groupOf) await wantSeries(connection, selected);
    const { sql, values } = groupOf ? wholeSql({ ...read, isWhole: true }) : seriesSql(read, query);
    signal.throwIfAborted();
    await block.fill(await connection.run(sql, values), signal, groupOf);
  }
  const series = fields.flatMap(({ name }, field) =>
    selected.groupTags.flatMap((tags, group) =>
      block.isEmpty(field, group)
        ? []
        : [{ field: name, tags, values: block.column(field, group) }],
    ),
  );
  const { startMs, stepMs, buckets } = grid;
  return { tier: plan.tier, stepMs, startMs, buckets, series };
}

export function numericFields(entry: MeasurementEntry, query: SeriesQuery): StoredField[] {
  const fields = query.fields.flatMap((name) => entry.fields.get(name) ?? []);
  refuseText(query, fields);
  return fields;
}
