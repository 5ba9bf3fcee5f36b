import { bucketGrid, bucketStarts, chooseStepMs } from '../bucket-grid.ts';
import { isGrowth } from '../growth.ts';
import { holdsEvents } from '../keep.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Tags } from '#lib/model/sample.ts';
import { gridOfSeries } from '../series-grid.ts';
import { checkQuantiles, quantilesFromGrid, quantileSeriesQuery } from '../series-quantiles.ts';
import type { QuantilesQuery, QuantilesResult } from '../store.ts';
import { readBuckets } from './bucket-rows.ts';
import { labelOf, tagsOf } from './labels.ts';
import { databaseMatchers, fieldSelector, isWholeMatch } from './metricsql.ts';
import { plainFunctions } from './plain-buckets.ts';
import type { FieldTypes } from './registry.ts';
import { querySeries } from './series-query.ts';
import type { VictoriaClient } from './victoria-client.ts';

const quantileLabel = 'isotherm_quantile';

/** Answered by the database where it can tell the groups apart, else from the series themselves. */
export async function queryQuantiles(
  client: VictoriaClient,
  types: FieldTypes,
  query: QuantilesQuery,
  signal: AbortSignal,
): Promise<QuantilesResult> {
  checkQuantiles(query);
  const { measurement, field, match, join, aggregate, groupBy = [] } = query;
  const isNumber = (types.get(field) ?? 'string') !== 'string' && !holdsEvents(measurement);
  if (isGrowth(aggregate) || !isNumber || !isWholeMatch(match, join)) {
    const grid = async (part: Parameters<typeof querySeries>[2]) =>
      gridOfSeries(await querySeries(client, types, part, signal), part.startMs);
    return quantilesFromGrid(grid, query);
  }
  const series = quantileSeriesQuery(query);
  const grid = bucketGrid(series, chooseStepMs(series));
  const answer = { tier: 'raw', stepMs: grid.stepMs, timeMs: bucketStarts(grid) } as const;
  if (Object.values(match).some((values) => values.length === 0)) return { ...answer, series: [] };
  const from = fieldSelector(measurement, [field], databaseMatchers(match, join));
  const wanted = [...new Set(query.quantiles)].map(String).join(',');
  const rows = await readBuckets(
    client,
    { grid, endMs: Math.ceil(query.endMs) },
    (window) =>
      `quantiles("${quantileLabel}",${wanted},${plainFunctions[aggregate]}(${from}[${window}])) by (${groupBy.map(labelOf).join(',')})`,
    signal,
  );
  const groups = new Map<string, { tags: Tags; columns: Map<number, (number | null)[]> }>();
  for (const { labels, values } of rows) {
    const tags = tagsOf(labels);
    const group = groups.get(seriesKey(tags)) ?? { tags, columns: new Map() };
    groups.set(seriesKey(tags), group);
    group.columns.set(Number(labels[quantileLabel]), values);
  }
  return {
    ...answer,
    series: [...groups.values()].flatMap(({ tags, columns }) =>
      query.quantiles.map((quantile) => {
        const values = columns.get(quantile) ?? new Array<null>(grid.buckets).fill(null);
        return { quantile, tags, values };
      }),
    ),
  };
}
