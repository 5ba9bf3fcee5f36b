import type { Match } from '../store.ts';

/** A name of a measurement, field, tag or retention policy as InfluxQL reads it. */
export function quoteName(name: string): string {
  return `"${escape(name).replaceAll('"', '\\"')}"`;
}

export function quoteText(text: string): string {
  return `'${escape(text).replaceAll("'", "\\'")}'`;
}

/** A measurement in a retention policy, or in the default one. */
export function source(retentionPolicy: string | null, measurement: string): string {
  const name = quoteName(measurement);
  return retentionPolicy === null ? name : `${quoteName(retentionPolicy)}.${name}`;
}

/** Both bounds of time, in milliseconds, the end exclusive, and what tags have to be. */
export function where(fromMs: number, toMs: number, match: Match = {}): string {
  const tags = Object.entries(match).map(([tag, values]) => {
    const accepted = values.map((value) => `${quoteName(tag)} = ${quoteText(value)}`);
    return ` AND (${accepted.length === 0 ? 'time < 0 AND time > 0' : accepted.join(' OR ')})`;
  });
  return `WHERE time >= ${String(fromMs)}ms AND time < ${String(toMs)}ms${tags.join('')}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
