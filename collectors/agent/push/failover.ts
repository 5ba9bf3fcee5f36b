import type { Transport } from './transport.ts';

/**
 * Pushes to one of several servers that share a store, and stays with it until it fails. A batch
 * that one of them may have taken is safe to send to another: its number is kept beside its rows.
 *
 * @param transports one for each server; at least one
 */
export function createFailover(transports: readonly Transport[]): Transport {
  let current = 0;
  return {
    async send(request, signal) {
      const tried = current;
      const transport = transports[tried];
      if (!transport) throw new Error('push samples: there is no server');
      const outcome = await transport.send(request, signal);
      if (outcome.kind !== 'retry' || transports.length === 1 || signal.aborted) return outcome;
      // Two lanes push at once: the one that fails second must not lead back.
      if (current === tried) current = (tried + 1) % transports.length;
      return { ...outcome, retryAfterMs: null };
    },
    close() {
      for (const transport of transports) transport.close();
    },
  };
}
