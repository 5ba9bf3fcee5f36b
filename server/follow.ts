import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import type { Log } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';

/**
 * Where agents push straight into a database, its new samples reach pages and rules from there.
 *
 * @returns stops following and resolves when it has.
 */
export function startFollowing(
  { store, hub, alerts }: { store: Store; hub: LiveHub; alerts: AlertEngine },
  clock: () => number,
  log: Log,
): () => Promise<void> {
  if (store.follow === null) return () => Promise.resolve();
  const stop = new AbortController();
  const following = store
    .follow((tables) => {
      const arrival = { receivedAtMs: clock(), backlog: false };
      hub.publish(tables, arrival);
      alerts.observe(tables, arrival);
    }, stop.signal)
    .catch((error: unknown) => {
      if (!stop.signal.aborted) log.error({ err: error }, 'following the database ended');
    });
  return async () => {
    stop.abort();
    await following;
  };
}
