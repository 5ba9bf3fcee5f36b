import type { Workload } from '#lib/model/run.ts';

/** Numbers in row-major order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

export type Tensors = Readonly<Record<string, Tensor>>;

export type Optimizer =
  | { readonly kind: 'sgd'; readonly learningRate: number }
  | {
      readonly kind: 'adamw';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/**
 * What is trained, apart from where: parameters, data, optimizer and cost are the same for every
 * backend, so that losses can be compared between devices step by step.
 */
export interface WorkloadDefinition {
  readonly name: Workload;
  /** What the model learns from, in one sentence; synthetic data say so. */
  readonly data: string;
  readonly optimizer: Optimizer;
  readonly samplesPerStep: number;
  /** Absent where samples are not made of tokens. */
  readonly tokensPerStep?: number;
  /** Matrix multiplications and convolutions of one training step; the formula is in the README. */
  readonly flopsPerStep: number;
  /** Initial parameters; their order is the order of the checksum. */
  initialParameters(seed: number): Tensors;
  /** Endless batches. The arrays of a batch are the receiver's to keep. */
  batches(seed: number): () => Tensors;
}
