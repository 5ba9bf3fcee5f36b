import { linearTrainingFlops, matmulFlops } from '#training/flops.ts';

export interface GptShape {
  readonly vocabulary: number;
  /** Tokens a prediction may look back on, and the length of a training sequence. */
  readonly context: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly sequencesPerStep: number;
}

/** About 0.1 million parameters. Widths are multiples of four, which fills SIMD lanes. */
export const gptShape: GptShape = {
  vocabulary: 28,
  context: 64,
  width: 64,
  heads: 4,
  blocks: 2,
  sequencesPerStep: 8,
};

/**
 * 3 · (2 · N + 4 · L · T · C) a token, N the weights that multiply (embeddings are looked up, not
 * multiplied), L blocks, T context, C width: forward once, and twice again for both gradients. The
 * causal half of the scores is computed and then masked, so it counts.
 */
export function gptFlopsPerStep(shape: GptShape): number {
  const { context, width, heads, blocks, vocabulary, sequencesPerStep } = shape;
  const rows = sequencesPerStep * context;
  const layer = (inputs: number, outputs: number) =>
    linearTrainingFlops(rows, inputs, outputs, true);
  const linear = layer(width, 3 * width) + layer(width, width) + 2 * layer(width, 4 * width);
  const scores = 3 * matmulFlops(context, width / heads, context);
  const attention = sequencesPerStep * heads * 2 * scores;
  return blocks * (linear + attention) + layer(width, vocabulary);
}
