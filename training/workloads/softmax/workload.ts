import { linearTrainingFlops } from '#training/flops.ts';
import { createRandom } from '#training/random.ts';
import type { Tensors, WorkloadDefinition } from '#training/workload.ts';
import { classes, makeImages, pixels, type LabelledImages } from './images.ts';

const batchSize = 128;
const imageCount = 4096;

/** Softmax regression: one linear layer, memory-bound, thousands of small steps a minute. */
export const softmax: WorkloadDefinition = {
  name: 'softmax',
  data: `synthetic: ${imageCount} seeded 28×28 drawings in ${classes} classes, shaped as MNIST`,
  optimizer: { kind: 'sgd', learningRate: 0.05 },
  samplesPerStep: batchSize,
  flopsPerStep: linearTrainingFlops(batchSize, pixels, classes, false),
  initialParameters: () => ({
    weights: { shape: [pixels, classes], data: new Float32Array(pixels * classes) },
    bias: { shape: [classes], data: new Float32Array(classes) },
  }),
  batches: (seed) => {
    const source = makeImages(seed, imageCount);
    const random = createRandom(seed, 'softmax batches');
    return () => takeBatch(source, () => random.integer(imageCount));
  },
};

/** Draws with replacement: every batch is independent of those before it. */
function takeBatch(source: LabelledImages, draw: () => number): Tensors {
  const images = new Float32Array(batchSize * pixels);
  const labels = new Int32Array(batchSize);
  for (let row = 0; row < batchSize; row++) {
    const index = draw();
    images.set(source.images.subarray(index * pixels, (index + 1) * pixels), row * pixels);
    labels[row] = source.labels[index] ?? 0;
  }
  return {
    images: { shape: [batchSize, pixels], data: images },
    labels: { shape: [batchSize], data: labels },
  };
}
