import type { DuckDBConnection } from '@duckdb/node-api';
import { bucketGrid, bucketStarts, checkAnswerSize, chooseStepMs } from '../bucket-grid.ts';
import { selectSeries } from '../select-series.ts';
import { withNulls } from '../series-grid.ts';
import { checkQuantiles, quantileSeriesQuery } from '../series-quantiles.ts';
import type { QuantilesQuery, QuantilesResult } from '../store.ts';
import type { MeasurementEntry } from './catalog.ts';
import { numericFields } from './grid-query.ts';
import { planSources } from './series-sources.ts';
import { quantilesSql } from './series-sql.ts';
import { ValueBlock } from './value-block.ts';
import { wantSeries } from './wanted-series.ts';

export async function queryQuantiles(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: QuantilesQuery,
  signal: AbortSignal,
): Promise<QuantilesResult> {
  checkQuantiles(query);
  const { aggregate, quantiles } = query;
  const figures = quantileSeriesQuery(query);
  const { tier, stepMs, sources } = planSources(entry, figures, chooseStepMs(figures));
  const grid = bucketGrid(figures, stepMs);
  const fields = numericFields(entry, figures);
  const selected = selectSeries(entry.tags, query.match, query.join, query.groupBy ?? []);
  checkAnswerSize(grid, quantiles.length, selected.groupTags.length);
  const block = new ValueBlock(quantiles.length, selected.groupTags.length, grid.buckets);
  if (fields.length > 0 && sources.length > 0 && selected.seriesIds.length > 0) {
    await wantSeries(connection, selected);
    const { sql, values } = quantilesSql({ sources, fields, aggregate, grid }, quantiles);
    signal.throwIfAborted();
    await block.fill(await connection.run(sql, values), signal);
  }
  const series = selected.groupTags.flatMap((tags, group) =>
    block.isEmpty(0, group)
      ? []
      : quantiles.map((quantile, index) => ({
          ...{ quantile, tags, values: withNulls(block.column(index, group)) },
        })),
  );
  return { tier, stepMs, timeMs: bucketStarts(grid), series };
}
