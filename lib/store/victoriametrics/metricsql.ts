import type { Match, TagJoin } from '../store.ts';
import { labelOf, measurementLabel, metricName } from './labels.ts';

/** Accepted values of one label. */
export type Matcher = readonly [label: string, values: readonly string[]];

/** A string as MetricsQL reads it: its escapes are those of Go, which take in those of JSON. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

export function selector(matchers: readonly Matcher[]): string {
  const parts = matchers.map(([label, values]) => {
    const [only] = values;
    if (values.length === 1 && only !== undefined) return `${label}=${quote(only)}`;
    return `${label}=~${quote(values.map(escapePattern).join('|'))}`;
  });
  return `{${parts.join(',')}}`;
}

/** Series of some fields of a measurement. */
export function fieldSelector(
  measurement: string,
  fields: readonly string[],
  matchers: readonly Matcher[],
): string {
  const names = fields.map((field) => metricName(measurement, field));
  return selector([['__name__', names], [measurementLabel, [measurement]], ...matchers]);
}

export function duration(ms: number): string {
  return `${String(ms)}ms`;
}

/** A server takes queries of 16 KiB; a longer list of values is matched here. */
const longestList = 4_000;

/** The part of a match that the database can check; names from the inventory are not in it. */
export function databaseMatchers(match: Match, join: TagJoin | undefined): Matcher[] {
  const joined = new Set(Object.values(join?.names ?? {}).flatMap((names) => Object.keys(names)));
  return Object.entries(match)
    .filter(([tag, values]) => !joined.has(tag) && listLength(values) <= longestList)
    .map(([tag, values]) => [labelOf(tag), values]);
}

/** True where the database checks all of a match, so that nothing is left to check here. */
export function isWholeMatch(match: Match, join: TagJoin | undefined): boolean {
  return !join && databaseMatchers(match, join).length === Object.keys(match).length;
}

function listLength(values: readonly string[]): number {
  return values.reduce((sum, value) => sum + value.length + 1, 0);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
