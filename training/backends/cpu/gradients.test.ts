import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '#training/random.ts';
import type { Tensors } from '#training/workload.ts';
import type { GptShape } from '#training/workloads/gpt/shape.ts';
import { makeText } from '#training/workloads/gpt/text.ts';
import { initialGptParameters, takeGptBatch } from '#training/workloads/gpt/workload.ts';
import { gptLoss } from './gpt.ts';
import { jax, np, readFloats, take, type JaxArrays } from './jax.ts';
import type { Loss } from './programs.ts';
import { softmaxLoss } from './softmax.ts';

type Values = Record<string, { readonly shape: readonly number[]; readonly data: Float64Array }>;

// f64 is exact enough for differences only on the library's interpreter: its WebAssembly backend
// passes exp, log and erf through f32.
beforeAll(async () => {
  await jax.init('cpu');
  jax.defaultDevice('cpu');
});

/** f64 values near those of a workload, moved so that no gradient is trivially zero. */
function perturbed(tensors: Tensors, random: Random): Values {
  const values: Values = {};
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    values[name] = { shape, data: Float64Array.from(data, (value) => value + 0.3 * random.bell()) };
  }
  return values;
}

function upload(values: Values | Tensors): JaxArrays {
  const arrays: JaxArrays = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value) arrays[name] = np.array(value.data.slice(), { shape: [...value.shape] });
  }
  return arrays;
}

async function evaluate(loss: Loss, parameters: Values, batch: Tensors): Promise<number> {
  return (await readFloats(loss(upload(parameters), upload(batch))))[0] ?? Number.NaN;
}

/**
 * The largest error over the tensors: the gradient along a random direction through all entries of
 * a tensor, against the fourth-order central difference along it, relative to the gradient's size.
 */
async function largestError(forward: Loss, parameters: Values, batch: Tensors): Promise<number> {
  const random = createRandom(7, 'directions');
  // Both compiled: a compiled function holds its constants in f32, an eager one in f64.
  const loss = jax.jit(forward);
  const gradients: JaxArrays = jax.jit(jax.grad(forward))(upload(parameters), upload(batch));
  let worst = 0;
  for (const [name, { data }] of Object.entries(parameters)) {
    const gradient = Float64Array.from(await readFloats(take(gradients, name)));
    const direction = unit(Float64Array.from(data, () => random.bell()));
    const size = Math.hypot(...gradient);
    expect(size, `gradient of ${name}`).toBeGreaterThan(0);
    const along = gradient.reduce((sum, value, index) => sum + value * (direction[index] ?? 0), 0);
    const expected = await difference(loss, parameters, batch, { name, direction });
    worst = Math.max(worst, Math.abs(along - expected) / size);
  }
  return worst;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

async function difference(
  loss: Loss,
  parameters: Values,
  batch: Tensors,
  { name, direction }: { name: string; direction: Float64Array },
): Promise<number> {
  const step = 1e-3;
  const at = (offset: number): Promise<number> => {
    const moved = structuredClone(parameters);
    const data = moved[name]?.data ?? new Float64Array();
    direction.forEach((value, index) => {
      data[index] = (data[index] ?? Number.NaN) + offset * step * value;
    });
    return evaluate(loss, moved, batch);
  };
  return (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * step);
}

describe('gradients agree with finite differences in f64', () => {
  it('of softmax regression', async () => {
    const random = createRandom(3, 'softmax');
    const [rows, inputs, classes] = [5, 7, 4];
    const parameters = perturbed(
      {
        weights: { shape: [inputs, classes], data: new Float32Array(inputs * classes) },
        bias: { shape: [classes], data: new Float32Array(classes) },
      },
      random,
    );
    const batch: Tensors = {
      images: {
        shape: [rows, inputs],
        data: Float32Array.from({ length: rows * inputs }, () => random.uniform()),
      },
      labels: { shape: [rows], data: Int32Array.from([0, 3, 1, 1, 2]) },
    };
    expect(await largestError(softmaxLoss, parameters, batch)).toBeLessThan(1e-9);
  });

  it('of every tensor of a GPT', async () => {
    const shape: GptShape = {
      vocabulary: 28,
      context: 3,
      width: 4,
      heads: 2,
      blocks: 2,
      sequencesPerStep: 1,
    };
    const random = createRandom(5, 'gpt');
    const parameters = perturbed(initialGptParameters(shape, 1), random);
    const batch = takeGptBatch(shape, makeText(1, 200), random);
    expect(await largestError(gptLoss(shape), parameters, batch)).toBeLessThan(1e-9);
  });
});
