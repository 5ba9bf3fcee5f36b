import { z } from 'zod';
import { pageSchema, pageShape, type Page } from '#lib/api/page.ts';
import { matchParameter, timeParameter } from '#lib/api/parameters.ts';
import { severitySchema } from '#lib/model/alert.ts';
import { gpuEventFields, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { Services } from '#lib/services.ts';
import { gpuEventOfRow } from './gpu-event-row.ts';
import { pageEvents } from './page-events.ts';

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
  const match = places.hostMatch(question.match);
  if (match === null) return { items: [], next: null };
  const about = { measurement: 'gpu_event', fields: gpuEventFields, match };
  const { rows, next } = await pageEvents(store, about, question, nowMs, signal);
  return {
    items: rows.map((row) => gpuEventOfRow({ ...row, tags: places.tags(row.tags) })),
    next,
  };
}
