import type { Benchmark } from './benchmark.ts';
import { training } from './training.ts';

export const benchmarks: readonly Benchmark[] = [training];
