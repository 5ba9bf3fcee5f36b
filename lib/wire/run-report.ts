import { z } from 'zod';
import { deviceSchema, workloadSchema } from '#lib/model/run.ts';

const count = z.number().int().min(0);
const rate = z.number().min(0);

/** Rates over the time a report covers. What does not apply to a workload is absent. */
const throughputSchema = z.strictObject({
  steps_per_second: rate,
  samples_per_second: rate,
  tokens_per_second: rate.optional(),
  /** Matrix multiplications and convolutions only, by the formula the workload publishes. */
  flops_per_second: rate,
});
export type Throughput = z.infer<typeof throughputSchema>;

/** One line a second of `isotherm train --json`. */
export const runProgressSchema = throughputSchema.extend({
  /** Steps finished so far; `loss` is the loss of the last of them. Null when it is not finite. */
  step: count,
  loss: z.number().nullable(),
  /** Mean duration of the steps since the report before. */
  step_seconds: rate,
  elapsed_seconds: rate,
});
export type RunProgress = z.infer<typeof runProgressSchema>;

/** The last line. The first step compiles, so no rate or step time counts it. */
export const runSummarySchema = throughputSchema.partial().extend({
  summary: z.literal(true),
  workload: workloadSchema,
  device: deviceSchema,
  backend: z.string(),
  seed: count,
  ended: z.enum(['steps', 'seconds', 'stopped']),
  steps: count,
  loss_first: z.number().nullable(),
  loss_last: z.number().nullable(),
  /** SHA-256 over every loss (f32, little-endian) in order: equal seeds give equal hashes. */
  losses_sha256: z.string(),
  /** SHA-256 over the parameters (f32, little-endian) in the order of the workload's layout. */
  checksum: z.string(),
  parameter_count: count,
  flops_per_step: rate,
  step_seconds_p50: rate.optional(),
  step_seconds_p99: rate.optional(),
  /** Loading, making the data and compiling: all before the second step. */
  startup_seconds: rate,
  elapsed_seconds: rate,
  /** What the model learns from; synthetic data say so. */
  data: z.string(),
  versions: z.record(z.string(), z.string()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runReportSchema = z.union([runSummarySchema, runProgressSchema]);
export type RunReport = z.infer<typeof runReportSchema>;
