/**
 * Samples are stored a millisecond late. A window of MetricsQL excludes its start and includes its
 * end, a bucket the other way round: so both are the same, and the server may cache its answers,
 * which it does only for windows that end at multiples of the step.
 */
export function storedMs(timeMs: number): number {
  return timeMs + 1;
}

export function sampleMs(storedAtMs: number): number {
  return storedAtMs - 1;
}

/** Time of a sample from what MetricsQL answers for it. */
export function sampleMsOf(seconds: number): number {
  return sampleMs(Math.round(seconds * 1_000));
}
