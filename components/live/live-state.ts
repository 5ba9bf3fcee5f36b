/** Whether what the page shows is current. Times are epoch milliseconds. */
export type LiveState =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'live'; readonly sinceMs: number }
  /** Connected, but nothing was heard since; the heartbeat is overdue. */
  | { readonly kind: 'stale'; readonly sinceMs: number }
  | {
      readonly kind: 'offline';
      readonly sinceMs: number;
      readonly retryAtMs: number;
      readonly reason: 'unreachable' | 'signed-out';
    };

/** The server's heartbeat comes every 10 s. */
export const staleAfterMs = 15_000;
/** Then the connection is given up: a network that vanished does not say so. */
export const deadAfterMs = 30_000;

const firstRetryMs = 500;
const longestRetryMs = 30_000;

/**
 * Doubles from half a second to half a minute; the random half keeps a thousand browsers from
 * coming back in the same instant.
 *
 * @param failures attempts that failed in a row, from 1
 * @param random 0 to 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10));
  return ceiling * (0.5 + random / 2);
}
