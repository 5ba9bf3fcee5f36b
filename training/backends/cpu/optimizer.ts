import type { Optimizer } from '#training/workload.ts';
import { np, type JaxArray } from './jax.ts';

/** An update rule, traced once into the compiled step. */
export interface UpdateRule {
  /** How many arrays of a parameter's shape it keeps beside the parameter, at first zero. */
  readonly memories: number;
  /** Numbers that change with the step, passed to the compiled step as data. */
  nextScalars(): number[];
  /** The new parameter and its new memories; consumes every array but the scalars. */
  update(
    parameter: JaxArray,
    gradient: JaxArray,
    memories: readonly JaxArray[],
    scalars: readonly JaxArray[],
  ): { parameter: JaxArray; memories: JaxArray[] };
}

export function createUpdateRule(optimizer: Optimizer): UpdateRule {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd(optimizer.learningRate);
    case 'adamw':
      return adamw(optimizer);
  }
}

function sgd(learningRate: number): UpdateRule {
  return {
    memories: 0,
    nextScalars: () => [],
    update: (parameter, gradient) => ({
      parameter: parameter.sub(gradient.mul(learningRate)),
      memories: [],
    }),
  };
}

/** Loshchilov and Hutter, Decoupled Weight Decay Regularization (arXiv:1711.05101), algorithm 2. */
function adamw(optimizer: Extract<Optimizer, { kind: 'adamw' }>): UpdateRule {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = optimizer;
  // Products instead of Math.pow, whose last bit is up to the engine.
  let [power1, power2] = [1, 1];
  return {
    memories: 2,
    nextScalars: () => {
      power1 *= beta1;
      power2 *= beta2;
      return [1 / (1 - power1), 1 / (1 - power2)];
    },
    update: (parameter, gradient, [mean, square], [correction1, correction2]) => {
      if (!mean || !square || !correction1 || !correction2) {
        throw new Error('update parameters: adamw needs two memories and two scalars');
      }
      const newMean = mean.mul(beta1).add(gradient.ref.mul(1 - beta1));
      const newSquare = square.mul(beta2).add(np.square(gradient).mul(1 - beta2));
      const scale = np.sqrt(newSquare.ref.mul(correction2.ref)).add(epsilon);
      const direction = newMean.ref.mul(correction1.ref).div(scale);
      const decayed = parameter.mul(1 - learningRate * weightDecay);
      return {
        parameter: decayed.sub(direction.mul(learningRate)),
        memories: [newMean, newSquare],
      };
    },
  };
}
