import os from 'node:os';
import { workloads } from '#lib/model/run.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import type { TrainingBackend } from '../backend.ts';
import { openTrainer } from './cpu-trainer.ts';

/** Dependencies are pinned, so what is asked for is what is there, also within a bundle. */
const jaxVersion = packageJson.dependencies['@jax-js/jax'];

/** jax-js compiled to WebAssembly SIMD, on one core: equal seeds give equal bits. */
export const cpuBackend: TrainingBackend = {
  name: 'cpu',
  workloads,
  versions: { node: process.versions.node, v8: process.versions.v8, 'jax-js': jaxVersion },
  devices: () => Promise.resolve([{ id: 'cpu', model: os.cpus()[0]?.model.trim() ?? 'unknown' }]),
  open: (workload, device, seed) => {
    if (device !== 'cpu') return Promise.reject(new Error(`open ${device}: not the CPU`));
    return openTrainer(workload, seed);
  },
};
