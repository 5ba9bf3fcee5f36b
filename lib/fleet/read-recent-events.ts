import type { GpuEvent } from '#lib/model/gpu-event.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { listGpuEvents } from './list-gpu-events.ts';

const dayMs = 86_400_000;
const days = 30;
const most = 100;

export interface RecentEvents {
  /** Newest first. */
  readonly items: readonly GpuEvent[];
  /** Every event since then is among them. */
  readonly sinceMs: number;
}

/** The newest events of the last 30 days, as many as a feed holds. */
export async function readRecentEvents(
  services: Pick<Services, 'store' | 'places'>,
  match: Match,
  nowMs: number,
  signal: AbortSignal,
): Promise<RecentEvents> {
  const start = nowMs - days * dayMs;
  const { items, next } = await listGpuEvents(
    services,
    { match, limit: most, start },
    nowMs,
    signal,
  );
  // The oldest millisecond may have held more than fitted.
  const oldestMs = items.at(-1)?.timeMs ?? start;
  return { items, sinceMs: next === null ? start : oldestMs + 1 };
}
