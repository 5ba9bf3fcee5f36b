import type { Benchmark } from './benchmark.ts';
import { prometheus } from './prometheus.ts';
import { store } from './store.ts';
import { training } from './training.ts';
import { wire } from './wire.ts';

export const benchmarks: readonly Benchmark[] = [training, store, wire, prometheus];
