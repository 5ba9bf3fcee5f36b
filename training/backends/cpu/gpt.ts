import type { GptShape } from '#training/workloads/gpt/shape.ts';
import { crossEntropy } from './cross-entropy.ts';
import { nn, np, take, type JaxArray, type JaxArrays } from './jax.ts';

/**
 * A decoder as GPT-2 has it, without biases: learned positions, normalisation before attention and
 * before the feed-forward layer, one more at the end. tokens and next are [B, T].
 */
export function gptLoss(shape: GptShape): (parameters: JaxArrays, batch: JaxArrays) => JaxArray {
  const { context, width, blocks } = shape;
  return (parameters, batch) => {
    const tokens = take(batch, 'tokens');
    const rows = tokens.size;
    const embedded = np.take(take(parameters, 'token_embedding'), tokens, 0);
    let stream = embedded.add(take(parameters, 'position_embedding')).reshape([rows, width]);
    for (let index = 0; index < blocks; index++) {
      const layer = (name: string) => take(parameters, `block${index}.${name}`);
      const attended = attention(
        normalise(stream.ref, layer('attention_norm')),
        layer('query_key_value'),
        shape,
      );
      stream = stream.add(np.matmul(attended, layer('attention_output')));
      const normal = normalise(stream.ref, layer('feed_forward_norm'));
      const hidden = nn.gelu(np.matmul(normal, layer('feed_forward_in')));
      stream = stream.add(np.matmul(hidden, layer('feed_forward_out')));
    }
    const scores = np.matmul(normalise(stream, take(parameters, 'norm')), take(parameters, 'head'));
    return crossEntropy(scores, take(batch, 'next').reshape([rows]));
  };

  /** Causal self-attention over each sequence: [B·T, C] → [B·T, C]. */
  function attention(input: JaxArray, queryKeyValue: JaxArray, { heads }: GptShape): JaxArray {
    const [rows = 0] = input.shape;
    const head = width / heads;
    const [query, key, value] = np
      .matmul(input, queryKeyValue)
      .reshape([rows / context, context, 3, heads, head])
      .transpose([2, 0, 3, 1, 4]);
    if (!query || !key || !value) throw new Error('split attention: three parts expected');
    const scores = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(head));
    const past = np.tri(context, context, 0, { dtype: np.bool });
    const weights = nn.softmax(np.where(past, scores, -1e9), -1);
    return np.matmul(weights, value).transpose([0, 2, 1, 3]).reshape([rows, width]);
  }
}

/** Layer normalisation over the last axis with a gain. */
function normalise(input: JaxArray, gain: JaxArray): JaxArray {
  const centred = input.ref.sub(input.mean(-1, { keepdims: true }));
  const variance = np.square(centred.ref).mean(-1, { keepdims: true });
  return centred.div(np.sqrt(variance.add(1e-5))).mul(gain);
}
