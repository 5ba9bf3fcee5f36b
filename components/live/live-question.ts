import type { Subscribe } from '#lib/wire/live-messages.ts';

/** What a panel wants to see live. */
export interface LiveQuestion {
  readonly measurement: string;
  /** `rate(name)` is the increase per second of a counter. */
  readonly fields: readonly string[];
  /** Tag or inventory name → accepted values; an absent name matches anything. */
  readonly match?: Readonly<Record<string, readonly string[]>>;
  /** Frames a second, 1 unless said: numbers that people read should not flicker. */
  readonly maxHz?: number;
}

/**
 * For what is looked at as a whole, such as a map: the hosts of a fleet report once a second, each at
 * its own moment, and waiting for a whole second would show most of them half a second late. What
 * comes in between is only what has changed.
 */
export const mapHz = 5;

/** Equal for equal questions. */
export function questionKey({ measurement, fields, match = {}, maxHz = 1 }: LiveQuestion): string {
  const sorted = Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([measurement, fields, sorted, maxHz]);
}

export function subscribeMessage(id: string, question: LiveQuestion): Subscribe {
  const { measurement, fields, match = {}, maxHz = 1 } = question;
  const accepted: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(match)) accepted[name] = [...values];
  return {
    type: 'subscribe',
    id,
    measurement,
    fields: [...fields],
    match: accepted,
    encoding: 'binary',
    delta: true,
    maxHz,
  };
}

/**
 * Name of a question's subscription, the same in every browser: the server encodes a frame once for
 * everyone who asks the same under the same name. (FNV-1a, twice with different seeds.)
 */
export function questionId(key: string): string {
  return `${fnv1a(key, 0x811c9dc5)}${fnv1a(key, 0x01234567)}`;
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
