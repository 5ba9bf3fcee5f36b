/**
 * What part of time a page shows. A relative range ends now and follows the live stream; an
 * absolute one stands still, so that a shared address shows the same moment to everyone.
 */
export type TimeRange =
  | { readonly kind: 'relative'; readonly seconds: number }
  | { readonly kind: 'absolute'; readonly startMs: number; readonly endMs: number };

export interface RelativeRange {
  readonly key: string;
  readonly label: string;
  readonly seconds: number;
}

/** The choices of the time control, shortest first; the first is what "live" means. */
export const relativeRanges: readonly RelativeRange[] = [
  { key: 'live', label: 'Live', seconds: 5 * 60 },
  { key: '15m', label: 'Last 15 minutes', seconds: 15 * 60 },
  { key: '1h', label: 'Last hour', seconds: 3600 },
  { key: '6h', label: 'Last 6 hours', seconds: 6 * 3600 },
  { key: '24h', label: 'Last 24 hours', seconds: 86_400 },
  { key: '7d', label: 'Last 7 days', seconds: 7 * 86_400 },
  { key: '30d', label: 'Last 30 days', seconds: 30 * 86_400 },
  { key: '1y', label: 'Last year', seconds: 365 * 86_400 },
];

export const liveRange: TimeRange = { kind: 'relative', seconds: 5 * 60 };

/** The shortest window that a zoom may reach and the longest that is kept. */
const shortestMs = 1000;
const longestMs = 10 * 366 * 86_400_000;

/**
 * Reads `range=1h`, or `from` and `to` in epoch milliseconds. Anything else shows the live range:
 * an address that was cut in an e-mail still opens a page.
 */
export function parseTimeRange(parameters: {
  readonly range?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}): TimeRange {
  const startMs = wholeNumber(parameters.from);
  const endMs = wholeNumber(parameters.to);
  if (startMs !== null && endMs !== null) {
    const width = endMs - startMs;
    if (width >= shortestMs && width <= longestMs) return { kind: 'absolute', startMs, endMs };
  }
  const known = relativeRanges.find((range) => range.key === parameters.range);
  return known ? { kind: 'relative', seconds: known.seconds } : liveRange;
}

/** The same as query parameters; the live range needs none. */
export function timeRangeParameters(range: TimeRange): Record<string, string> {
  if (range.kind === 'absolute') {
    return { from: String(Math.round(range.startMs)), to: String(Math.round(range.endMs)) };
  }
  const known = relativeRanges.find((choice) => choice.seconds === range.seconds);
  return known === undefined || known.key === 'live' ? {} : { range: known.key };
}

/** Both ends in epoch milliseconds; the end is exclusive. */
export function timeRangeBounds(
  range: TimeRange,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  if (range.kind === 'absolute') return range;
  return { startMs: nowMs - range.seconds * 1000, endMs: nowMs };
}

const aroundMs = 150_000;

/** Five minutes with what happened in their middle, or more where it took longer. */
export function rangeAround(
  firstMs: number,
  lastMs: number,
): Extract<TimeRange, { readonly kind: 'absolute' }> {
  return { kind: 'absolute', startMs: firstMs - aroundMs, endMs: lastMs + aroundMs };
}

function wholeNumber(text: string | null | undefined): number | null {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
