import { z } from 'zod';

export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(1000).max(3_600_000).default(10_000),
  /** How long one file system may take to answer before it counts as not answering. */
  timeoutMs: z.number().int().min(100).max(60_000).default(5000),
  /** Mount points to leave out, each with everything below it. */
  exclude: z.array(z.string().startsWith('/').max(4096)).max(100).default([]),
});
export type FilesystemConfig = z.infer<typeof configSchema>;
