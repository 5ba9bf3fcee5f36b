import type { Tags } from '#lib/model/sample.ts';
import { labelOf, measurementLabel } from './labels.ts';

/** What every row of a series begins with. */
export interface SeriesHead {
  readonly labels: Record<string, string>;
  /** The head of a line; null where only JSON can carry it. */
  readonly line: string | null;
}

/** Newer servers drop a series with a longer label, or with more of them. */
const longestLabelBytes = 4_000;
const mostTags = 26;

/** Null for tags that the database would drop. */
export function seriesHead(measurement: string, tags: Tags): SeriesHead | null {
  const entries = Object.entries(tags).map(([tag, value]) => [labelOf(tag), value] as const);
  const isTooMuch =
    entries.length > mostTags ||
    entries.some(([label, value]) => label.length > 250 || !isShort(value)) ||
    !isShort(measurement);
  if (isTooMuch) return null;
  const labels = { [measurementLabel]: measurement, ...Object.fromEntries(entries) };
  const isPlain = /^\w+$/.test(measurement) && entries.every(([, value]) => plainValue.test(value));
  if (!isPlain) return { labels, line: null };
  const parts = Object.entries(labels).map(([label, value]) => `,${label}=${escape(value)}`);
  return { labels, line: measurement + parts.join('') };
}

export function isShort(text: string): boolean {
  return text.length * 3 <= longestLabelBytes || Buffer.byteLength(text) <= longestLabelBytes;
}

export function jsonLine(
  metric: string,
  labels: Readonly<Record<string, string>>,
  value: string,
  timeMs: number,
): string {
  const named = JSON.stringify({ __name__: metric, ...labels });
  return `{"metric":${named},"values":[${value}],"timestamps":[${String(timeMs)}]}\n`;
}

/** No backslash, quote or control character, whose escapes in lines differ between programs. */
const plainValue = /^[^\\"\p{Cc}]+$/u;

function escape(value: string): string {
  return value.replaceAll(/[,= ]/g, String.raw`\$&`);
}
