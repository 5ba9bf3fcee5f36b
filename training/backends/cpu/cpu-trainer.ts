import type { Tensor, Tensors, WorkloadDefinition } from '#training/workload.ts';
import type { Trainer } from '../backend.ts';
import { jax, np, readFloats, take, tree, type JaxArray, type JaxArrays } from './jax.ts';
import { createUpdateRule } from './optimizer.ts';
import { losses } from './programs.ts';
import { makeTrainStep, type TrainingState } from './train-step.ts';

export async function openTrainer(workload: WorkloadDefinition, seed: number): Promise<Trainer> {
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const rule = createUpdateRule(workload.optimizer);
  const step = jax.jit(makeTrainStep(losses[workload.name], rule));
  const initial = workload.initialParameters(seed);
  let state: TrainingState | null = {
    parameters: upload(initial),
    memories: Array.from({ length: rule.memories }, () => zerosLike(initial)),
  };
  let isClosed = false;
  const open = (): TrainingState => {
    if (!state) throw new Error(`train ${workload.name}: the trainer is closed`);
    return state;
  };
  return {
    step: async (batch) => {
      const before = open();
      // The step consumes the state, so a step that throws leaves none behind.
      state = null;
      const scalars = rule.nextScalars().map((value) => np.array([value]));
      const result = step(before, upload(batch), scalars);
      state = result.state;
      // An unread loss leaves its step pending; pending steps pile up and slow each other.
      return (await readFloats(result.loss))[0] ?? Number.NaN;
    },
    parameters: async () => download(open().parameters, Object.keys(initial)),
    close: () => {
      if (state) tree.dispose(state);
      if (!isClosed) step.dispose();
      state = null;
      isClosed = true;
      return Promise.resolve();
    },
  };
}

function upload(tensors: Tensors): JaxArrays {
  return mapValues(tensors, ({ shape, data }) => np.array(data, { shape: [...shape] }));
}

function zerosLike(tensors: Tensors): JaxArrays {
  return mapValues(tensors, ({ shape }) => np.zeros([...shape]));
}

async function download(arrays: JaxArrays, names: readonly string[]): Promise<Tensors> {
  const tensors: Record<string, Tensor> = {};
  for (const name of names) {
    const array = take(arrays, name);
    tensors[name] = { shape: array.shape, data: new Float32Array(await readFloats(array.ref)) };
  }
  return tensors;
}

function mapValues(tensors: Tensors, make: (tensor: Tensor) => JaxArray): JaxArrays {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, make(tensor)]));
}
