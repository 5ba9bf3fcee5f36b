import { z } from 'zod';
import { pageSchema } from '#lib/api/page.ts';
import { ruleSchema, severitySchema } from '#lib/model/alert.ts';

const labelsSchema = z.record(z.string(), z.string());
const stateKindSchema = z.enum(['inactive', 'pending', 'firing']);

/** What the routes about alerts answer, for the API's reference. */
export const alertPageSchema = pageSchema(
  z.object({
    rule: ruleSchema,
    fingerprint: z.string(),
    tags: labelsSchema,
    labels: labelsSchema,
    state: z.object({
      kind: z.enum(['pending', 'firing']),
      sinceMs: z.number(),
      value: z.number(),
      valueAtMs: z.number(),
    }),
  }),
);

export const historyPageSchema = pageSchema(
  z.object({
    id: z.string(),
    atMs: z.number(),
    ruleId: z.string(),
    ruleName: z.string(),
    severity: severitySchema,
    fingerprint: z.string(),
    labels: labelsSchema,
    from: stateKindSchema,
    to: stateKindSchema,
    value: z.number().nullable(),
  }),
);

export const ruleStatusSchema = z.object({
  ruleId: z.string(),
  series: z.number(),
  pending: z.number(),
  firing: z.number(),
});

export const rulePageSchema = pageSchema(
  z.object({ rule: ruleSchema, status: ruleStatusSchema.nullable() }),
);

export const receiverSchema = z.object({
  id: z.string(),
  name: z.string(),
  origin: z.string(),
  sendResolved: z.boolean(),
  enabled: z.boolean(),
  lastDeliveredAtMs: z.number().nullable(),
  lastError: z.string().nullable(),
  waiting: z.number(),
});

export const deliveryOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivered') }),
  z.object({
    kind: z.literal('failed'),
    reason: z.string(),
    retryAfterMs: z.number().nullable(),
  }),
  z.object({ kind: z.literal('refused'), reason: z.string() }),
]);
