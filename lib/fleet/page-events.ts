import type { PageQuery } from '#lib/api/page.ts';
import { Refusal } from '#lib/model/refusal.ts';
import { withinDeadline } from '#lib/samples/query-deadline.ts';
import { clockAheadMs } from '#lib/store/clock-ahead.ts';
import type { LatestRow, Match, PointsQuery, Store } from '#lib/store/store.ts';

const dayMs = 86_400_000;
const longestRangeMs = 400 * dayMs;
/** Events of one millisecond that a page may lie within. */
const mostAtOnce = 8_999;

export interface EventQuestion extends PageQuery {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

export interface EventPage {
  /** Newest first. */
  readonly rows: readonly LatestRow[];
  readonly next: string | null;
}

/**
 * A page of a measurement of events, newest first. @throws Refusal when the range is empty or longer
 * than 400 days
 */
export async function pageEvents(
  store: Pick<Store, 'points'>,
  about: Pick<PointsQuery, 'measurement' | 'fields'> & { readonly match: Match },
  question: EventQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<EventPage> {
  const endMs = question.end ?? nowMs + clockAheadMs;
  const startMs = question.start ?? Math.min(endMs, nowMs) - dayMs;
  checkRange(startMs, endMs);
  const from = cursorOf(question.after) ?? { timeMs: endMs - 1, given: 0 };
  if (from.timeMs < startMs) return { rows: [], next: null };
  const query = {
    ...about,
    ...{ startMs, endMs: Math.min(endMs, from.timeMs + 1) },
    limit: from.given + question.limit + 1,
  };
  const found = await withinDeadline(signal, (bounded) => store.points(query, bounded));
  const rest = found.slice(from.given);
  const rows = rest.slice(0, question.limit);
  const isLast = rest.length === rows.length;
  return {
    rows,
    next: isLast ? null : cursorAfter(found.slice(0, from.given + rows.length)),
  };
}

function checkRange(startMs: number, endMs: number): void {
  if (endMs <= startMs) {
    throw new Refusal('invalid', 'list events: the range ends before it starts');
  }
  if (endMs - startMs > longestRangeMs) {
    throw new Refusal('invalid', 'list events: the range must be at most 400 days; ask in parts');
  }
}

/** Where a page ended: its last millisecond and how many events of it have been given. */
interface Cursor {
  readonly timeMs: number;
  readonly given: number;
}

function cursorAfter(rows: readonly LatestRow[]): string | null {
  const last = rows.at(-1);
  if (!last) return null;
  const given = rows.filter(({ timeMs }) => timeMs === last.timeMs).length;
  return given > mostAtOnce ? null : `${last.timeMs}_${given}`;
}

/** A cursor that no page gave out is past the end. */
function cursorOf(after: string | undefined): Cursor | null {
  if (after === undefined) return null;
  const [, timeMs, given] = /^(\d{1,15})_(\d{1,4})$/.exec(after) ?? [];
  return { timeMs: Number(timeMs ?? -1), given: Number(given ?? 0) };
}
