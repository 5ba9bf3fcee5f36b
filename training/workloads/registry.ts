import type { Workload } from '#lib/model/run.ts';
import type { WorkloadDefinition } from '#training/workload.ts';
import { gpt } from './gpt/workload.ts';
import { softmax } from './softmax/workload.ts';

export const definitions: Readonly<Record<Workload, WorkloadDefinition>> = { softmax, gpt };
