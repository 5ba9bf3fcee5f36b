import { Refusal } from '#lib/model/refusal.ts';

const longestQueryMs = 30_000;

/**
 * Runs a query that ends when the client goes away or after half a minute.
 *
 * @throws Refusal when it takes too long
 */
export async function withinDeadline<T>(
  signal: AbortSignal,
  query: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(longestQueryMs);
  try {
    return await query(AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (!deadline.aborted) throw error;
    const seconds = longestQueryMs / 1000;
    throw new Refusal('unavailable', `query: no answer within ${seconds} s; ask for less`, 1);
  }
}
