import { z } from 'zod';

/** Only http and https: a receiver is told of alerts by a request that we make. */
const webhookUrl = z.url({ protocol: /^https?$/ }).max(2000);

export const receiverInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  url: webhookUrl,
  sendResolved: z.boolean().default(true),
  enabled: z.boolean().default(true),
});
export type ReceiverInput = z.infer<typeof receiverInputSchema>;

/** An absent URL keeps the one that is known, which is never shown whole. */
export const receiverChangeSchema = receiverInputSchema.extend({ url: webhookUrl.optional() });
export type ReceiverChange = z.infer<typeof receiverChangeSchema>;

/** A receiver as people see it. */
export interface Receiver {
  readonly id: string;
  readonly name: string;
  /** Scheme and host only: the rest may be a secret. */
  readonly origin: string;
  readonly sendResolved: boolean;
  readonly enabled: boolean;
  readonly lastDeliveredAtMs: number | null;
  /** Why the last delivery failed, in a sentence; null once one has succeeded. */
  readonly lastError: string | null;
  /** Rules whose news wait for it. */
  readonly waiting: number;
}
