import type { SampleTable, Tags } from '#lib/model/sample.ts';

export const gpusAHost = 8;
export const hostsARack = 8;

export const gpuFields = ['power_watts', 'temperature_celsius', 'energy_joules_total'] as const;
export type GpuField = (typeof gpuFields)[number];

/** Tags of the GPUs of a hall: eight a host, eight hosts a rack. */
export function gpuTags(gpus: number): Tags[] {
  return Array.from({ length: gpus }, (_, gpu) => ({
    host: hostName(Math.floor(gpu / gpusAHost)),
    gpu: `GPU-${String(gpu).padStart(8, '0')}-bench`,
    index: String(gpu % gpusAHost),
    model: 'NVIDIA H100 80GB HBM3',
  }));
}

export function hostName(host: number): string {
  return `gpu-${String(host + 1).padStart(4, '0')}`;
}

export function hostCount(gpus: number): number {
  return Math.ceil(gpus / gpusAHost);
}

export function rackName(host: number): string {
  return `R${String(Math.floor(host / hostsARack) + 1).padStart(2, '0')}`;
}

const dayMs = 86_400_000;

/**
 * Power swings with the day, each GPU at its own hour, and trembles; temperature follows it. The
 * same formulas as SQL stand in `data-set.ts`.
 */
export function wattsAt(gpu: number, ms: number): number {
  return 420 + 180 * Math.sin(angleAt(gpu, ms)) + 20 * (trembleAt(gpu, ms) - 0.5);
}

export function celsiusAt(gpu: number, ms: number): number {
  return Math.round(28 + (wattsAt(gpu, ms) - 230) * 0.1 + (gpu % 17) / 4);
}

/** Joules since `sinceMs`: the exact integral of the watts without their trembling. */
export function joulesAt(gpu: number, ms: number, sinceMs: number): number {
  const swing = (180 * dayMs) / (2 * Math.PI);
  const waves = Math.cos(angleAt(gpu, ms)) - Math.cos(angleAt(gpu, sinceMs));
  return (420 * (ms - sinceMs) - swing * waves) / 1000;
}

function angleAt(gpu: number, ms: number): number {
  return (2 * Math.PI * (ms % dayMs)) / dayMs + gpu * 0.618;
}

function trembleAt(gpu: number, ms: number): number {
  const noise = Math.sin(gpu * 12.9898 + ((ms % dayMs) / 1000) * 78.233) * 43_758.5453;
  return noise - Math.floor(noise);
}

/** One sample a GPU at one time. */
export function sampleAt(tags: readonly Tags[], ms: number, sinceMs: number): SampleTable {
  const column = (valueOf: (gpu: number) => number) => ({
    type: 'float' as const,
    present: new Uint8Array(tags.length).fill(1),
    values: Float64Array.from(tags, (_, gpu) => valueOf(gpu)),
  });
  return {
    measurement: 'gpu',
    series: tags,
    seriesIndex: Uint32Array.from(tags, (_, gpu) => gpu),
    timeNs: new BigInt64Array(tags.length).fill(BigInt(ms) * 1_000_000n),
    columns: {
      power_watts: column((gpu) => wattsAt(gpu, ms)),
      temperature_celsius: column((gpu) => celsiusAt(gpu, ms)),
      energy_joules_total: column((gpu) => joulesAt(gpu, ms, sinceMs)),
    },
  };
}
