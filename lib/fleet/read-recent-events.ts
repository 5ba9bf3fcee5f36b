import type { GpuEvent } from '#lib/model/gpu-event.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { listGpuEvents } from './list-gpu-events.ts';
import { recentEvents, type RecentEvents } from './recent-events.ts';

/** What happened to GPUs lately, as much as a feed holds. */
export function readRecentEvents(
  services: Pick<Services, 'store' | 'places'>,
  match: Match,
  nowMs: number,
  signal: AbortSignal,
): Promise<RecentEvents<GpuEvent>> {
  return recentEvents(
    (question) => listGpuEvents(services, { ...question, match }, nowMs, signal),
    nowMs,
  );
}
