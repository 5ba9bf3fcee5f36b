import { z } from 'zod';

/** Strict: an option that does not exist is named to whoever wrote it. */
export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(100).max(3_600_000).default(1000),
});
export type ExampleConfig = z.infer<typeof configSchema>;
