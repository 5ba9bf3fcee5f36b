const firstMs = 1000;
const longestMs = 300_000;

/**
 * How long to wait before the next try: doubling from 1 s to 5 min, less up to a quarter by chance
 * so that receivers which failed together are not tried together.
 * @param attempts tries that failed so far, at least 1
 * @param chance in [0, 1)
 */
export function backoffMs(attempts: number, chance: number): number {
  const doubled = firstMs * 2 ** Math.min(attempts - 1, 20);
  return Math.round(Math.min(doubled, longestMs) * (1 - chance / 4));
}
