import { z } from 'zod';
import { sweepFindSchema, sweepRequestSchema } from '#lib/model/device-probe.ts';
import { Refusal } from '#lib/model/refusal.ts';

/** Which addresses to ask, and the host whose agent is to ask them. */
export const sweepInputSchema = sweepRequestSchema.extend({
  polledBy: z.string().min(1).max(255),
});
export type SweepInput = z.infer<typeof sweepInputSchema>;

/** A sweep as the API gives it. */
export const sweepSchema = z.object({
  id: z.string(),
  host: z.string(),
  ranges: z.array(z.string()),
  ports: z.array(z.number()),
  requestsPerSecond: z.number(),
  requestedBy: z.string(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  state: z.enum(['running', 'finished', 'cancelled', 'failed']),
  problem: z.string().nullable(),
  done: z.number(),
  total: z.number(),
  found: z.array(sweepFindSchema),
});

export function missingSweep(verb: string): Refusal {
  return new Refusal('not-found', `${verb} sweep: there is no such sweep, or none any more`);
}
