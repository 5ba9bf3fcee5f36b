import { z } from 'zod';
import type { Match } from '#lib/store/store.ts';

/** RFC 3339 or epoch milliseconds in, epoch milliseconds out. */
export const timeParameter = z
  .string()
  .max(40)
  .transform((text, context) => {
    const ms = /^-?\d+$/.test(text) ? Number(text) : parseRfc3339(text);
    if (Number.isSafeInteger(ms) && Math.abs(ms) <= 8.64e15) return ms;
    context.addIssue({ code: 'custom', message: 'must be RFC 3339 or epoch milliseconds' });
    return z.NEVER;
  })
  .describe('RFC 3339 or epoch milliseconds');

function parseRfc3339(text: string): number {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
  return pattern.test(text) ? Math.trunc(Date.parse(text)) : Number.NaN;
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `10s`, `5m`, `1h`, `7d`; milliseconds out. */
export const durationParameter = z
  .string()
  .max(20)
  .transform((text, context) => {
    const [, amount, unit] = /^(\d{1,12})(ms|s|m|h|d)$/.exec(text) ?? [];
    const ms = Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN);
    if (ms > 0) return ms;
    context.addIssue({ code: 'custom', message: 'must be a duration such as 10s, 5m or 1h' });
    return z.NEVER;
  })
  .describe('a duration such as 10s, 5m or 1h');

const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'must be a name');

/** The name of one field. */
export const nameParameter = identifier.max(128);

/** `a,b,c`, or the parameter repeated; 1 to `max` names without repetition. */
export function namesParameter(max: number) {
  return z
    .union([z.string().max(10_000), z.array(z.string().max(200)).max(max)])
    .transform((value) => [...new Set((Array.isArray(value) ? value : [value]).flatMap(split))])
    .pipe(z.array(identifier).min(1).max(max))
    .describe('names separated by commas');
}

function split(list: string): string[] {
  return list.split(',').filter((name) => name !== '');
}

/** `match=tag:value`, repeated; a tag that repeats means "one of". */
export const matchParameter = z
  .union([z.string().max(400), z.array(z.string().max(400)).max(1000)])
  .transform((value, context): Match => {
    const match = new Map<string, string[]>();
    for (const pair of Array.isArray(value) ? value : [value]) {
      const [, tag, accepted] = /^([^:]{1,128}):(.*)$/s.exec(pair) ?? [];
      if (tag === undefined || accepted === undefined) {
        context.addIssue({ code: 'custom', message: 'must be tag:value' });
        return z.NEVER;
      }
      match.set(tag, [...(match.get(tag) ?? []), accepted]);
    }
    return Object.fromEntries(match);
  })
  .describe('tag:value, repeated; a tag that repeats means "one of"');
