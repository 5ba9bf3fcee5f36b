import { z } from 'zod';

export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(100).max(3_600_000).default(1000),
  /** Path or name of the library; absent: ISOTHERM_NVML_LIBRARY, or where the driver puts it. */
  library: z.string().min(1).max(4096).optional(),
  /** Read limits, health and other things that seldom change every round, not at their own rate. */
  everyField: z.boolean().default(false),
  /** Also tell which programs hold device memory; their names may be private. */
  processes: z.boolean().default(false),
  /** How long one GPU may take to answer before its reader is given up. */
  watchdogMs: z.number().int().min(50).max(60_000).default(300),
});
export type NvmlConfig = z.infer<typeof configSchema>;
