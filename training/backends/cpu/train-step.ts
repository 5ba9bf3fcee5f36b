import { jax, tree, take, type JaxArray, type JaxArrays } from './jax.ts';
import type { UpdateRule } from './optimizer.ts';
import type { Loss } from './programs.ts';

/** A type, not an interface: only types of known keys count as trees of arrays in jax-js. */
export type TrainingState = { parameters: JaxArrays; memories: JaxArrays[] };

/**
 * One whole training step — loss, gradients, update — as a function to compile: kernels fuse
 * across the parts, which beats compiling the optimizer apart by 3 to 9 %.
 */
export function makeTrainStep(loss: Loss, rule: UpdateRule) {
  const differentiate = jax.valueAndGrad(loss);
  return (
    { parameters, memories }: TrainingState,
    batch: JaxArrays,
    scalars: JaxArray[],
  ): { state: TrainingState; loss: JaxArray } => {
    const [value, gradients] = differentiate(tree.ref(parameters), batch);
    const next: TrainingState = { parameters: {}, memories: memories.map(() => ({})) };
    for (const name of Object.keys(parameters)) {
      const own = memories.map((memory) => take(memory, name));
      const updated = rule.update(take(parameters, name), take(gradients, name), own, scalars);
      next.parameters[name] = updated.parameter;
      updated.memories.forEach((memory, index) => {
        const memories = next.memories[index];
        if (memories) memories[name] = memory;
      });
    }
    tree.dispose(scalars);
    return { state: next, loss: value };
  };
}
