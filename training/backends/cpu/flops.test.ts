import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#training/random.ts';
import type { Optimizer, Tensors } from '#training/workload.ts';
import { gptFlopsPerStep, type GptShape } from '#training/workloads/gpt/shape.ts';
import { initialGptParameters, takeGptBatch } from '#training/workloads/gpt/workload.ts';
import { makeText } from '#training/workloads/gpt/text.ts';
import { definitions } from '#training/workloads/registry.ts';
import { gptLoss } from './gpt.ts';
import { jax, np, type JaxArray, type JaxArrays } from './jax.ts';
import { createUpdateRule } from './optimizer.ts';
import { losses, type Loss } from './programs.ts';
import { makeTrainStep } from './train-step.ts';

const sgd: Optimizer = { kind: 'sgd', learningRate: 0.1 };

/** FLOPs of the matrix products in the graph of a whole training step, as jax-js will run it. */
function countMatmulFlops(loss: Loss, parameters: Tensors, batch: Tensors): number {
  const trace = jax.makeJaxpr(makeTrainStep(loss, createUpdateRule(sgd)));
  const { jaxpr } = trace({ parameters: arrays(parameters), memories: [] }, arrays(batch), []);
  let flops = 0;
  for (const { primitive, inputs, outBinders } of jaxpr.jaxpr.flatten().eqns) {
    const kind: string = primitive;
    if (kind !== 'dot') continue;
    const inner = inputs[0]?.aval.shape.at(-1);
    const size = outBinders[0]?.aval.size;
    if (inner === undefined || size === undefined) throw new Error('a dot has inputs and outputs');
    flops += 2 * inner * size;
  }
  return flops;
}

function arrays(tensors: Tensors): JaxArrays {
  const toArray = (name: string): [string, JaxArray] => {
    const tensor = tensors[name];
    if (!tensor) throw new Error(`no tensor ${name}`);
    return [name, np.array(tensor.data, { shape: [...tensor.shape] })];
  };
  return Object.fromEntries(Object.keys(tensors).map(toArray));
}

describe('published FLOPs equal the matrix products of the traced training step', () => {
  beforeAll(async () => {
    await jax.init('wasm');
    jax.defaultDevice('wasm');
  });

  it.each(Object.values(definitions))('of $name', (workload) => {
    const parameters = workload.initialParameters(1);
    const counted = countMatmulFlops(losses[workload.name], parameters, workload.batches(1)());
    expect(workload.flopsPerStep).toBe(counted);
  });

  const small: GptShape = {
    vocabulary: 28,
    context: 6,
    width: 12,
    heads: 3,
    blocks: 1,
    sequencesPerStep: 2,
  };
  it.each([
    small,
    { ...small, blocks: 3 },
    { ...small, context: 5, sequencesPerStep: 3 },
    { ...small, width: 16, heads: 2, vocabulary: 40 },
  ])('of a GPT of width $width, $blocks blocks, context $context', (shape) => {
    const batch = takeGptBatch(shape, makeText(1, 200), createRandom(1, 'test'));
    const counted = countMatmulFlops(gptLoss(shape), initialGptParameters(shape, 1), batch);
    expect(gptFlopsPerStep(shape)).toBe(counted);
    expect(counted).toBe(usualFormula(shape));
  });
});

/** 3 · (2 · N + 4 · L · T · C) a token, written out independently. */
function usualFormula({ width, blocks, context, vocabulary, sequencesPerStep }: GptShape): number {
  const weights = blocks * 12 * width ** 2 + width * vocabulary;
  return 3 * (2 * weights + 4 * blocks * context * width) * sequencesPerStep * context;
}
