import { z } from 'zod';

export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(100).max(3_600_000).default(1000),
  /** `physical` leaves out device-mapper and RAID volumes, whose traffic their members count. */
  disks: z.enum(['physical', 'all']).default('physical'),
});
export type HostConfig = z.infer<typeof configSchema>;
