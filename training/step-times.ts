const shortestSeconds = 1e-6;
const ratio = 1.01;

/** Durations of steps, in memory that does not grow with their number. */
export interface StepTimes {
  record(seconds: number): void;
  /** Within 1 % of the true quantile for durations of 1 µs to 40 min; null before the first. */
  quantile(fraction: number): number | null;
}

/** Counts in buckets, each 1 % wider than the one before. */
export function createStepTimes(): StepTimes {
  const counts = new Uint32Array(2200);
  let total = 0;
  return {
    record: (seconds) => {
      const bucket = Math.floor(Math.log(seconds / shortestSeconds) / Math.log(ratio));
      const index = Math.min(counts.length - 1, Math.max(0, bucket));
      counts[index] = (counts[index] ?? 0) + 1;
      total++;
    },
    quantile: (fraction) => {
      if (total === 0) return null;
      const rank = Math.max(1, Math.ceil(fraction * total));
      let seen = 0;
      const bucket = counts.findIndex((count) => (seen += count) >= rank);
      return shortestSeconds * ratio ** (bucket + 0.5);
    },
  };
}
