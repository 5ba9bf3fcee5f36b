import { z } from 'zod';
import type { Run as RunRow } from '#lib/db/generated/client.ts';
import { runRequestSchema, runStates, type Run } from '#lib/model/run.ts';

/** A run as the API gives it. */
export const runSchema = runRequestSchema.extend({
  id: z.string(),
  state: z.enum(runStates),
  reason: z.string().nullable(),
  requestedBy: z.string(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
});

/** A row was checked when it was written, so one that does not fit is a fault of ours. */
export function runOf(row: RunRow): Run {
  return runSchema.parse({
    id: row.id,
    host: row.host,
    device: row.device,
    workload: row.workload,
    seed: Number(row.seed),
    seconds: row.seconds,
    state: row.state,
    reason: row.reason,
    requestedBy: row.requestedBy,
    startedAtMs: row.startedAt.getTime(),
    endedAtMs: row.endedAt?.getTime() ?? null,
  });
}
