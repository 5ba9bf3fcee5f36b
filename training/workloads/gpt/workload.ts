import { createRandom, type Random } from '#training/random.ts';
import type { Tensor, Tensors, WorkloadDefinition } from '#training/workload.ts';
import { gptFlopsPerStep, gptShape, type GptShape } from './shape.ts';
import { alphabet, makeText } from './text.ts';

const textLength = 262_144;

/** A small decoder on synthetic text: many small matrix products and elementwise kernels. */
export const gpt: WorkloadDefinition = {
  name: 'gpt',
  data: `synthetic: ${textLength} seeded characters of made-up words over ${alphabet.length} symbols`,
  optimizer: {
    kind: 'adamw',
    learningRate: 2e-3,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.01,
  },
  samplesPerStep: gptShape.sequencesPerStep,
  tokensPerStep: gptShape.sequencesPerStep * gptShape.context,
  flopsPerStep: gptFlopsPerStep(gptShape),
  initialParameters: (seed) => initialGptParameters(gptShape, seed),
  batches: (seed) => {
    const text = makeText(seed, textLength);
    const random = createRandom(seed, 'gpt batches');
    return () => takeGptBatch(gptShape, text, random);
  },
};

export function initialGptParameters(shape: GptShape, seed: number): Tensors {
  const random = createRandom(seed, 'gpt parameters');
  const { vocabulary, context, width, blocks } = shape;
  // As in GPT-2, what adds to the residual stream starts smaller the more blocks add to it.
  const residual = 0.02 / Math.sqrt(2 * blocks);
  const parameters: Record<string, Tensor> = {
    token_embedding: spread(random, [vocabulary, width], 0.02),
    position_embedding: spread(random, [context, width], 0.02),
  };
  for (let block = 0; block < blocks; block++) {
    const name = (part: string) => `block${block}.${part}`;
    parameters[name('attention_norm')] = gain(width);
    parameters[name('query_key_value')] = spread(random, [width, 3 * width], 0.02);
    parameters[name('attention_output')] = spread(random, [width, width], residual);
    parameters[name('feed_forward_norm')] = gain(width);
    parameters[name('feed_forward_in')] = spread(random, [width, 4 * width], 0.02);
    parameters[name('feed_forward_out')] = spread(random, [4 * width, width], residual);
  }
  parameters['norm'] = gain(width);
  parameters['head'] = spread(random, [width, vocabulary], 0.02);
  return parameters;
}

/** Random windows of the text; `next` is the window one symbol later. Both [B, T]. */
export function takeGptBatch(shape: GptShape, text: Int32Array, random: Random): Tensors {
  const { sequencesPerStep, context } = shape;
  const tokens = new Int32Array(sequencesPerStep * context);
  const next = new Int32Array(sequencesPerStep * context);
  for (let row = 0; row < sequencesPerStep; row++) {
    const start = random.integer(text.length - context);
    tokens.set(text.subarray(start, start + context), row * context);
    next.set(text.subarray(start + 1, start + 1 + context), row * context);
  }
  const size = [sequencesPerStep, context];
  return { tokens: { shape: size, data: tokens }, next: { shape: size, data: next } };
}

function spread(random: Random, shape: readonly number[], deviation: number): Tensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < data.length; index++) data[index] = random.bell() * deviation;
  return { shape, data };
}

function gain(width: number): Tensor {
  return { shape: [width], data: new Float32Array(width).fill(1) };
}
