import type { ChartLine } from '#components/charts/chart-model.ts';

/** A line of a chart and the samples it is made of: history from the store, then the live stream. */
export interface SeriesLine extends ChartLine {
  readonly measurement: string;
  readonly field: string;
  /** Tag or inventory name → accepted values; absent: every series of the measurement. */
  readonly match?: Readonly<Record<string, readonly string[]>>;
  /**
   * Only series with these tags, out of a question that the lines of several things share: one for
   * each GPU of a host travels in one answer.
   */
  readonly entity?: Readonly<Record<string, string>>;
  /** `rate` is the increase per second of a counter. */
  readonly aggregate?: 'mean' | 'min' | 'max' | 'rate';
  /** How several series become one line: 'sum' unless said. */
  readonly across?: 'sum' | 'mean' | 'min' | 'max';
  /** The values are multiplied by it: 8 turns bytes into bits. */
  readonly factor?: number;
  /** How long a sample is part of "now" where things are read seldom; absent: what is read each second. */
  readonly freshMs?: number;
  /**
   * Tags that tell apart what the line adds up, where it is read seldom and at different moments:
   * each counts with its last value while that is fresh.
   */
  readonly heldBy?: readonly string[];
}

/** The part of a line that one question to the server can answer together with others. */
export function questionOf(line: SeriesLine): string {
  return JSON.stringify([
    line.measurement,
    line.match ?? {},
    entityTags(line),
    line.aggregate ?? 'mean',
    line.across ?? 'sum',
    line.heldBy ?? [],
    line.heldBy ? (line.freshMs ?? 0) : 0,
  ]);
}

/** Names of the tags that tell the lines of one question apart. */
export function entityTags({ entity = {} }: Pick<SeriesLine, 'entity'>): readonly string[] {
  return Object.keys(entity).sort();
}

/** Lines that share a question, in order, with their places in the chart. */
export function groupByQuestion(
  lines: readonly SeriesLine[],
): readonly (readonly { readonly line: SeriesLine; readonly place: number }[])[] {
  const groups = new Map<string, { line: SeriesLine; place: number }[]>();
  lines.forEach((line, place) => {
    const key = questionOf(line);
    const group = groups.get(key) ?? [];
    group.push({ line, place });
    groups.set(key, group);
  });
  return [...groups.values()];
}
