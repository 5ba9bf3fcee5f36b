import { z } from 'zod';

export const workloads = ['softmax', 'gpt'] as const;
export const workloadSchema = z.enum(workloads);
export type Workload = z.infer<typeof workloadSchema>;

/** `cpu`, or the UUID of a GPU or MIG instance. Never an index. */
export const deviceSchema = z.string().regex(/^(cpu|(GPU|MIG)-[0-9A-Za-z/-]{1,80})$/);

export const runRequestSchema = z.strictObject({
  host: z.string().min(1).max(255),
  device: deviceSchema.default('cpu'),
  workload: workloadSchema,
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  seconds: z.number().int().min(1).max(86_400).default(300),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

export const runStates = [
  'starting',
  'running',
  'stopping',
  'finished',
  'stopped',
  'failed',
  'refused',
  'lost',
] as const;
export type RunState = (typeof runStates)[number];

/** A training run as the server keeps it; its series are in the `training` measurement. */
export interface Run extends RunRequest {
  readonly id: string;
  readonly state: RunState;
  /** Why it failed or was refused; null otherwise. */
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}
