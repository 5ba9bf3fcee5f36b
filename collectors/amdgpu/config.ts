import { z } from 'zod';

export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(100).max(3_600_000).default(1000),
});
export type AmdgpuConfig = z.infer<typeof configSchema>;
