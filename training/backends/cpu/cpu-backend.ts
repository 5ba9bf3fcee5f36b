import { createRequire } from 'node:module';
import os from 'node:os';
import { workloads } from '#lib/model/run.ts';
import type { TrainingBackend } from '../backend.ts';
import { openTrainer } from './cpu-trainer.ts';

/** jax-js compiled to WebAssembly SIMD, on one core: equal seeds give equal bits. */
export const cpuBackend: TrainingBackend = {
  name: 'cpu',
  workloads,
  versions: { node: process.versions.node, v8: process.versions.v8, 'jax-js': jaxVersion() },
  devices: () => Promise.resolve([{ id: 'cpu', model: os.cpus()[0]?.model.trim() ?? 'unknown' }]),
  open: (workload, device, seed) => {
    if (device !== 'cpu') return Promise.reject(new Error(`open ${device}: not the CPU`));
    return openTrainer(workload, seed);
  },
};

/** The package does not export its package.json, which stands two folders above its entry. */
function jaxVersion(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@jax-js/jax');
  const about: unknown = require(entry.replace(/dist[\\/][^\\/]+$/, 'package.json'));
  return hasVersion(about) ? about.version : 'unknown';
}

function hasVersion(value: unknown): value is { version: string } {
  return typeof value === 'object' && value !== null && 'version' in value;
}
