import type { Workload } from '#lib/model/run.ts';

/** What a workload is and what it puts under load, for the person who chooses. */
export interface WorkloadNote {
  readonly title: string;
  readonly what: string;
  readonly stresses: string;
  readonly data: string;
}

/** In the order of the start dialog. The workloads' own READMEs have the formulas. */
export const workloadNotes: Record<Workload, WorkloadNote> = {
  softmax: {
    title: 'Softmax regression',
    what: 'One linear layer, 784 pixels to 10 classes, plain SGD.',
    stresses:
      'Memory and the cost of starting kernels: thousands of short steps a minute show jitter that long steps average away.',
    data: 'synthetic images in the shape of MNIST',
  },
  gpt: {
    title: 'Small GPT',
    what: 'A decoder of two blocks, 106,304 parameters, AdamW.',
    stresses:
      'Matrix products of many shapes, softmax, normalisation and an optimizer with two memories: what a language model does, at small scale.',
    data: 'synthetic text',
  },
};
