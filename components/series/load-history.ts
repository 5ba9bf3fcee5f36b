import { callApi } from '#components/api/send.ts';
import { mergeColumns, type ChartData } from '#components/charts/series-buffer.ts';
import type { TimeWindow } from '#components/charts/chart-model.ts';
import { entityTags, groupByQuestion, type SeriesLine } from './series-line.ts';

export type History =
  | { readonly ok: true; readonly data: ChartData; readonly stepMs: number }
  | { readonly ok: false; readonly error: string };

interface SeriesAnswer {
  readonly time: readonly number[];
  readonly stepMs: number;
  readonly series: readonly {
    readonly field: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly values: readonly (number | null)[];
  }[];
}

/** Asks the store for the lines' past. One failed question fails the chart: half a sum is wrong. */
export async function loadHistory(
  lines: readonly SeriesLine[],
  window: TimeWindow,
  maxPoints: number,
  signal: AbortSignal,
): Promise<History> {
  const groups = groupByQuestion(lines);
  const answers = await Promise.all(
    groups.map(async (group) => {
      const address = historyAddress(
        group.map(({ line }) => line),
        window,
        maxPoints,
      );
      const answer = await callApi<SeriesAnswer>('GET', address, undefined, signal);
      return { group, answer };
    }),
  );
  const parts: ChartData[] = [];
  let stepMs = 1000;
  for (const { group, answer } of answers) {
    if (!answer.ok) return { ok: false, error: answer.error };
    stepMs = Math.max(stepMs, answer.value.stepMs);
    parts.push(columnsOf(group, answer.value));
  }
  const places = groups.flatMap((group) => group.map(({ place }) => place));
  return { ok: true, stepMs, data: inPlace(mergeColumns(parts), places) };
}

function historyAddress(
  lines: readonly SeriesLine[],
  window: TimeWindow,
  maxPoints: number,
): string {
  const [first] = lines;
  const parameters = new URLSearchParams({
    measurement: first?.measurement ?? '',
    fields: [...new Set(lines.map((line) => line.field))].join(','),
    start: String(Math.floor(window.startMs)),
    end: String(Math.ceil(window.endMs)),
    aggregate: first?.aggregate ?? 'mean',
    across: first?.across ?? 'sum',
    group_by: first ? entityTags(first).join(',') : '',
    max_points: String(maxPoints),
  });
  for (const [tag, values] of Object.entries(first?.match ?? {})) {
    for (const value of values) parameters.append('match', `${tag}:${value}`);
  }
  return `/api/v1/series?${parameters.toString()}`;
}

function columnsOf(
  group: readonly { readonly line: SeriesLine }[],
  answer: SeriesAnswer,
): ChartData {
  return {
    timeMs: answer.time,
    columns: group.map(({ line }) => {
      const found = answer.series.find(
        (series) => series.field === line.field && hasTags(series.tags, line.entity),
      );
      const factor = line.factor ?? 1;
      return answer.time.map((_, row) => {
        const value = found?.values[row] ?? null;
        return value === null ? null : value * factor;
      });
    }),
  };
}

function hasTags(
  tags: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(wanted).every(([name, value]) => tags[name] === value);
}

/** Puts the columns, which stand in the order of the questions, into the order of the lines. */
function inPlace(data: ChartData, places: readonly number[]): ChartData {
  const columns: (readonly (number | null)[])[] = [];
  places.forEach((place, index) => {
    columns[place] = data.columns[index] ?? [];
  });
  return { timeMs: data.timeMs, columns };
}
