import { callApi } from '#components/api/send.ts';
import { mergeColumns, type ChartData } from '#components/charts/series-buffer.ts';
import type { TimeWindow } from '#components/charts/chart-model.ts';
import { holdLast } from './hold-last.ts';
import { entityTags, groupByQuestion, type SeriesLine } from './series-line.ts';

export type History =
  | { readonly ok: true; readonly data: ChartData; readonly stepMs: number }
  | { readonly ok: false; readonly error: string };

/** Each of the things added up sends a column of its own. */
const heldPoints = 300;

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
    parts.push(since(columnsOf(group, answer.value), window.startMs - answer.value.stepMs));
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
  if (!first) return '/api/v1/series';
  const { earlierMs, across, tags, points } = merging(first, maxPoints);
  const parameters = new URLSearchParams({
    measurement: first.measurement,
    fields: [...new Set(lines.map((line) => line.field))].join(','),
    start: String(Math.floor(window.startMs - earlierMs)),
    end: String(Math.ceil(window.endMs)),
    aggregate: first.aggregate ?? 'mean',
    across,
    group_by: tags.join(','),
    max_points: String(points),
  });
  for (const [tag, values] of Object.entries(first.match ?? {})) {
    for (const value of values) parameters.append('match', `${tag}:${value}`);
  }
  return `/api/v1/series?${parameters.toString()}`;
}

/** The store merges series bucket by bucket; what is held comes apart and is merged here. */
function merging(line: SeriesLine, maxPoints: number) {
  const { across = 'sum', heldBy, freshMs = 0 } = line;
  if (!heldBy) return { earlierMs: 0, across, tags: entityTags(line), points: maxPoints };
  return {
    // What counts at the start of the window may have been read before it.
    earlierMs: freshMs,
    across: 'mean' as const,
    tags: [...new Set([...entityTags(line), ...heldBy])],
    points: Math.min(maxPoints, heldPoints),
  };
}

function columnsOf(
  group: readonly { readonly line: SeriesLine }[],
  answer: SeriesAnswer,
): ChartData {
  return {
    timeMs: answer.time,
    columns: group.map(({ line }) => {
      const found = answer.series.filter(
        (series) => series.field === line.field && hasTags(series.tags, line.entity),
      );
      const values = line.heldBy
        ? holdLast(
            found.map((series) => series.values),
            answer.time,
            line,
          )
        : (found[0]?.values ?? []);
      const factor = line.factor ?? 1;
      return answer.time.map((_, row) => {
        const value = values[row] ?? null;
        return value === null ? null : value * factor;
      });
    }),
  };
}

function since(data: ChartData, startMs: number): ChartData {
  const first = data.timeMs.findIndex((time) => time >= startMs);
  if (first <= 0) return data;
  return {
    timeMs: data.timeMs.slice(first),
    columns: data.columns.map((column) => column.slice(first)),
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
