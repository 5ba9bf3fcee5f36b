import { workloads } from '#lib/model/run.ts';
import { cpuBackend } from '#training/backends/cpu/cpu-backend.ts';
import type { WorkloadDefinition } from '#training/workload.ts';
import { definitions } from '#training/workloads/registry.ts';
import { compare, type Benchmark, type Measurement } from './benchmark.ts';

const roundSeconds = 0.5;
const rounds = 7;

export const training: Benchmark = {
  name: 'training',
  about:
    'FLOP/s of whole training steps on the CPU beside one matrix product of the same FLOPs in ' +
    'plain JavaScript',
  run: async function* () {
    for (const name of workloads) yield* measureWorkload(definitions[name]);
  },
};

async function* measureWorkload(workload: WorkloadDefinition): AsyncIterable<Measurement> {
  const trainer = await cpuBackend.open(workload, 'cpu', 1);
  const nextBatch = workload.batches(1);
  const multiply = plainMatmul(workload.flopsPerStep);
  try {
    yield await compare({
      what: workload.name,
      unit: 'flops_per_second',
      referenceWhat: 'plain matmul',
      rounds,
      measure: () => rateOf(workload.flopsPerStep, () => trainer.step(nextBatch())),
      reference: () => rateOf(multiply.flops, multiply.run),
    });
  } finally {
    await trainer.close();
  }
}

async function rateOf(flops: number, work: () => unknown): Promise<number> {
  const began = performance.now();
  let [done, seconds] = [0, 0];
  while (seconds < roundSeconds) {
    await work();
    done++;
    seconds = (performance.now() - began) / 1000;
  }
  return (done * flops) / seconds;
}

/** A square product of about so many FLOPs, rows by rows, as one writes it without a library. */
function plainMatmul(flops: number): { flops: number; run: () => number } {
  const size = Math.round(Math.cbrt(flops / 2));
  const left = Float32Array.from({ length: size * size }, (_, index) => (index % 7) - 3);
  const right = Float32Array.from({ length: size * size }, (_, index) => (index % 5) - 2);
  const product = new Float32Array(size * size);
  const run = () => {
    product.fill(0);
    for (let row = 0; row < size; row++) {
      for (let inner = 0; inner < size; inner++) {
        const factor = left[row * size + inner] ?? 0;
        for (let column = 0; column < size; column++) {
          const cell = row * size + column;
          product[cell] = (product[cell] ?? 0) + factor * (right[inner * size + column] ?? 0);
        }
      }
    }
    return product[0] ?? 0;
  };
  return { flops: 2 * size ** 3, run };
}
