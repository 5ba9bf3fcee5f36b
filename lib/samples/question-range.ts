import { Refusal } from '#lib/model/refusal.ts';

const hourMs = 3_600_000;
const longestRangeMs = 10 * 366 * 24 * hourMs;

/**
 * The range a question is about: until now and an hour long unless it says otherwise.
 *
 * @throws Refusal when it is longer than anything is kept
 */
export function rangeOf(
  { start, end }: { readonly start?: number | undefined; readonly end?: number | undefined },
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const endMs = end ?? nowMs;
  const startMs = start ?? endMs - hourMs;
  if (endMs - startMs > longestRangeMs) {
    throw new Refusal('invalid', 'query series: the range must be at most 10 years');
  }
  return { startMs, endMs };
}
