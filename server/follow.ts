import { setTimeout } from 'node:timers/promises';
import type { Log, Services } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';
import type { LiveParts } from './live-parts.ts';

/** How soon a server notices that it is to follow, or not any more. */
const lookMs = 500;

/**
 * Where agents push straight into a database, its new samples reach pages and rules from there. Of
 * several servers the leader does this for all; while the bus is away each does it for itself, and
 * so sees what the others take in.
 *
 * @returns stops following and resolves when it has.
 */
export function startFollowing(
  { store, alerts, cluster }: Pick<Services, 'store' | 'alerts' | 'cluster'>,
  live: Pick<LiveParts, 'publish'>,
  clock: () => number,
  log: Log,
): () => Promise<void> {
  const { follow } = store;
  if (follow === null) return () => Promise.resolve();
  const stop = new AbortController();
  const isNeeded = () =>
    cluster === null || cluster.leadership.isLeading || !cluster.bus.isConnected;
  const take: Parameters<typeof follow>[0] = (tables) => {
    const arrival = { receivedAtMs: clock(), backlog: false };
    live.publish(tables, arrival);
    alerts.observe(tables, arrival);
  };
  const following = followWhileNeeded(follow, take, isNeeded, stop.signal).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) log.error({ err: error }, 'following the database ended');
    },
  );
  return async () => {
    stop.abort();
    await following;
  };
}

async function followWhileNeeded(
  follow: NonNullable<Store['follow']>,
  take: Parameters<NonNullable<Store['follow']>>[0],
  isNeeded: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (!(await until(isNeeded, signal))) return;
    const round = new AbortController();
    const ended = () => round.signal.aborted || !isNeeded();
    const watching = until(ended, signal).then(() => round.abort());
    try {
      await follow(take, AbortSignal.any([signal, round.signal]));
    } catch (error) {
      if (!round.signal.aborted) throw error;
    }
    round.abort();
    await watching;
  }
}

/** False when the signal was aborted first. */
async function until(isTrue: () => boolean, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted && !isTrue()) {
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return !signal.aborted;
}
