import { z } from 'zod';

const labels = z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string().min(1));
const time = z.iso.datetime({ offset: true });

/** Alertmanager's webhook body, version 4, as its documentation describes it. Nothing more may be in it. */
export const webhookSchema = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  truncatedAlerts: z.number().int().min(0),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().min(1),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: z.record(z.string(), z.string()),
  externalURL: z.url(),
  alerts: z
    .array(
      z
        .strictObject({
          status: z.enum(['firing', 'resolved']),
          labels: labels.refine((all) => 'alertname' in all),
          annotations: z.record(z.string(), z.string()),
          startsAt: time,
          endsAt: time,
          generatorURL: z.string(),
          fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
        })
        .refine(
          ({ status, endsAt }) => (status === 'firing') === (endsAt === '0001-01-01T00:00:00Z'),
        ),
    )
    .min(1),
});
export type WebhookBody = z.infer<typeof webhookSchema>;
