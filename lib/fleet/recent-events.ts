import type { Page } from '#lib/api/page.ts';

const dayMs = 86_400_000;
const days = 30;
const most = 100;

export interface RecentEvents<Event> {
  /** Newest first. */
  readonly items: readonly Event[];
  /** Every event since then is among them. */
  readonly sinceMs: number;
}

/**
 * The newest events of the last 30 days, as many as a feed holds.
 *
 * @param list a page of them, newest first
 */
export async function recentEvents<Event extends { readonly timeMs: number }>(
  list: (question: { readonly limit: number; readonly start: number }) => Promise<Page<Event>>,
  nowMs: number,
): Promise<RecentEvents<Event>> {
  const start = nowMs - days * dayMs;
  const { items, next } = await list({ limit: most, start });
  // The oldest millisecond may have held more than fitted.
  const oldestMs = items.at(-1)?.timeMs ?? start;
  return { items, sinceMs: next === null ? start : oldestMs + 1 };
}
