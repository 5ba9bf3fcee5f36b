import { z } from 'zod';
import { pageSchema, pageShape, type Page } from '#lib/api/page.ts';
import { matchParameter, timeParameter } from '#lib/api/parameters.ts';
import { severitySchema } from '#lib/model/alert.ts';
import { gpuEventFields, type GpuEvent } from '#lib/model/gpu-event.ts';
import { Refusal } from '#lib/model/refusal.ts';
import { withinDeadline } from '#lib/samples/query-deadline.ts';
import type { Services } from '#lib/services.ts';
import { clockAheadMs } from '#lib/store/clock-ahead.ts';
import type { LatestRow } from '#lib/store/store.ts';
import { gpuEventOfRow } from './gpu-event-row.ts';

const dayMs = 86_400_000;
const longestRangeMs = 400 * dayMs;
/** Events of one millisecond that a page may lie within. */
const mostAtOnce = 8_999;

export const gpuEventsQuerySchema = z.strictObject({
  ...pageShape,
  start: timeParameter.optional().describe('RFC 3339 or epoch milliseconds; a day before `end`'),
  end: timeParameter.optional().describe('exclusive; now unless said'),
  match: matchParameter.default({}),
});
export type GpuEventsQuestion = z.output<typeof gpuEventsQuerySchema>;

const text = z.string().nullable();
export const gpuEventPageSchema = pageSchema(
  z.object({
    key: z.string().describe('the same for the same event in every answer and on the live stream'),
    timeMs: z.number(),
    host: z.string(),
    gpu: z.string().describe('UUID; empty for what is about a host’s driver as a whole'),
    kind: z.string().describe('xid, ecc, lost, reset_required, driver_reload, …'),
    code: z.number().nullable().describe('number within the kind, such as the Xid'),
    severity: severitySchema,
    title: z.string(),
    meaning: text,
    action: text,
    message: text.describe('the driver’s own words'),
    process: text,
    source: text,
    rack: text,
    simulated: z.boolean(),
  }),
);

/**
 * What happened to GPUs, newest first. @throws Refusal when the range is empty or longer than 400
 * days
 */
export async function listGpuEvents(
  { store, places }: Pick<Services, 'store' | 'places'>,
  question: GpuEventsQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<Page<GpuEvent>> {
  const endMs = question.end ?? nowMs + clockAheadMs;
  const startMs = question.start ?? Math.min(endMs, nowMs) - dayMs;
  checkRange(startMs, endMs);
  const match = places.hostMatch(question.match);
  if (match === null) return { items: [], next: null };
  const from = cursorOf(question.after) ?? { timeMs: endMs - 1, given: 0 };
  if (from.timeMs < startMs) return { items: [], next: null };
  const query = {
    ...{ measurement: 'gpu_event', fields: gpuEventFields, match },
    ...{ startMs, endMs: Math.min(endMs, from.timeMs + 1) },
    limit: from.given + question.limit + 1,
  };
  const rows = await withinDeadline(signal, (bounded) => store.points(query, bounded));
  const rest = rows.slice(from.given);
  const items = rest.slice(0, question.limit);
  return {
    items: items.map((row) => gpuEventOfRow({ ...row, tags: places.tags(row.tags) })),
    next: rest.length > items.length ? cursorAfter(rows.slice(0, from.given + items.length)) : null,
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
