/** Intervals without a value after which a line breaks, as everywhere else on the pages. */
const missedIntervals = 3;

/** How much of the newest data is looked at to learn how often a line is read. */
const sampleRows = 400;

/**
 * The longest distance between two values that still is one line: samples drift over the edges of
 * their buckets, and slow collectors leave most of the buckets between them empty.
 */
export function longestBridgeMs(
  timeMs: readonly number[],
  column: readonly (number | null)[],
): number {
  const distances: number[] = [];
  let previous: number | null = null;
  for (let row = Math.max(0, timeMs.length - sampleRows); row < timeMs.length; row += 1) {
    const time = timeMs[row];
    if (time === undefined || typeof column[row] !== 'number') continue;
    if (previous !== null) distances.push(time - previous);
    previous = time;
  }
  if (distances.length === 0) return 0;
  distances.sort((a, b) => a - b);
  return (distances[Math.floor(distances.length / 2)] ?? 0) * (missedIntervals + 0.5);
}
