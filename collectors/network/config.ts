import { z } from 'zod';

export const configSchema = z.strictObject({
  intervalMs: z.number().int().min(100).max(3_600_000).default(1000),
  /**
   * `physical`: interfaces with hardware behind them and bonds; where there are none, as in a
   * container, all but the loopback. `all`: every one.
   */
  interfaces: z.enum(['physical', 'all']).default('physical'),
  /** Interfaces to read whatever they are. */
  include: z.array(z.string().min(1).max(64)).max(1000).default([]),
});
export type NetworkConfig = z.infer<typeof configSchema>;
