import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import {
  bucketGrid,
  bucketStarts,
  checkAnswerSize,
  chooseStepMs,
  type BucketGrid,
} from '../bucket-grid.ts';
import { selectSeries, type SelectedSeries } from '../select-series.ts';
import type { SeriesQuery, SeriesResult } from '../store.ts';
import { StoreQueryError } from '../store-query-error.ts';
import type { MeasurementEntry, StoredField } from './catalog.ts';
import { seriesSql } from './series-sql.ts';
import { planSources } from './series-sources.ts';
import { wantSeries } from './wanted-series.ts';

export async function querySeries(
  connection: DuckDBConnection,
  entry: MeasurementEntry,
  query: SeriesQuery,
): Promise<SeriesResult> {
  const plan = planSources(entry, query, chooseStepMs(query));
  const grid = bucketGrid(query, plan.stepMs);
  const fields = numericFields(entry, query);
  const selected = selectSeries(entry.tags, query.match, query.join, query.groupBy);
  checkAnswerSize(grid, fields.length, selected.groupTags.length);
  const answer = emptyAnswer(grid, fields, selected);
  if (fields.length > 0 && plan.sources.length > 0 && selected.seriesIds.length > 0) {
    await wantSeries(connection, selected);
    const { sql, values } = seriesSql(plan.sources, fields, query, grid);
    await fillAnswer(connection, sql, values, answer);
  }
  const series = answer.flatMap((groups, index) => {
    const field = fields[index]?.name ?? '';
    return groups.flatMap((bucketValues, group) =>
      bucketValues.some((value) => value !== null)
        ? [{ field, tags: selected.groupTags[group] ?? {}, values: bucketValues }]
        : [],
    );
  });
  return { tier: plan.tier, stepMs: grid.stepMs, timeMs: bucketStarts(grid), series };
}

/** Values by field, then by group, then by bucket. */
type Answer = (number | null)[][][];

function emptyAnswer(
  grid: BucketGrid,
  fields: readonly StoredField[],
  selected: SelectedSeries,
): Answer {
  return fields.map(() =>
    selected.groupTags.map(() => new Array<number | null>(grid.buckets).fill(null)),
  );
}

/** Rows come as group, bucket and one value a field. */
async function fillAnswer(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[],
  answer: Answer,
): Promise<void> {
  const result = await connection.run(sql, values);
  for (const chunk of await result.fetchAllChunks()) {
    const groups = chunk.getColumnValues(0);
    const buckets = chunk.getColumnValues(1);
    answer.forEach((byGroup, index) => {
      chunk.getColumnValues(index + 2).forEach((value, row) => {
        const group = byGroup[Number(groups[row])];
        if (group && typeof value === 'number') group[Number(buckets[row])] = value;
      });
    });
  }
}

function numericFields(entry: MeasurementEntry, query: SeriesQuery): StoredField[] {
  const fields = query.fields.flatMap((name) => entry.fields.get(name) ?? []);
  const text = fields.find((field) => field.type === 'string');
  if (text && query.aggregate !== 'count') {
    throw new StoreQueryError(
      'field_not_numeric',
      `query series: ${query.measurement}.${text.name} holds text, which has no ${query.aggregate}; ask for count`,
    );
  }
  return fields;
}
