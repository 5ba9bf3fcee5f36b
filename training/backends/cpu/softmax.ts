import { np, take, type JaxArray, type JaxArrays } from './jax.ts';
import { crossEntropy } from './cross-entropy.ts';

/** images [B, pixels], labels [B]; weights [pixels, classes], bias [classes]. */
export function softmaxLoss(parameters: JaxArrays, batch: JaxArrays): JaxArray {
  const scores = np.matmul(take(batch, 'images'), take(parameters, 'weights'));
  return crossEntropy(scores.add(take(parameters, 'bias')), take(batch, 'labels'));
}
