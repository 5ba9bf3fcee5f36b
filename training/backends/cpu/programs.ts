import type { Workload } from '#lib/model/run.ts';
import { gptShape } from '#training/workloads/gpt/shape.ts';
import { gptLoss } from './gpt.ts';
import type { JaxArray, JaxArrays } from './jax.ts';
import { softmaxLoss } from './softmax.ts';

/** Mean loss of a batch; consumes every array of both. */
export type Loss = (parameters: JaxArrays, batch: JaxArrays) => JaxArray;

/** The forward pass of each workload; differentiation and updates are the same for all. */
export const losses: Readonly<Record<Workload, Loss>> = {
  softmax: softmaxLoss,
  gpt: gptLoss(gptShape),
};
