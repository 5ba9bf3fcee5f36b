import { nn, type JaxArray } from './jax.ts';

/** Mean of -log softmax(scores)[label], in nats; scores [rows, classes], labels [rows]. */
export function crossEntropy(scores: JaxArray, labels: JaxArray): JaxArray {
  const [rows = 1, classes = 1] = scores.shape;
  const chosen = nn.oneHot(labels, classes).astype(scores.dtype);
  return nn
    .logSoftmax(scores, -1)
    .mul(chosen)
    .sum()
    .mul(-1 / rows);
}
