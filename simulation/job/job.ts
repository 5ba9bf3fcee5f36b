import { at } from '../columns.ts';
import type { GpuBank } from '../gpu/gpu-bank.ts';
import { clamp } from '../columns.ts';
import type { Profile } from './profile.ts';

/** One training job on whole hosts. Its GPUs do each step together, so it is as fast as the slowest. */
export interface Job {
  readonly run: string;
  readonly number: number;
  readonly profile: Profile;
  readonly hosts: readonly number[];
  readonly gpus: Int32Array;
  readonly startedAt: number;
  readonly endsAt: number;
  /** Steps done, with the part of the next. */
  steps: number;
  /** Steps a second over those of perfect cards at full clock, as it goes now. */
  rate: number;
  /** Share of the time it computes: less while it starts and while it saves. */
  busy: number;
  /** Index of the GPU that all others wait for; −1 before the first step. */
  slowest: number;
}

/** Loading code and data, building kernels, first allocations. */
const startSeconds = 150;
const startBusy = 0.06;
const checkpointBusy = 0.1;

/** Tells every GPU of the job what it has to do at this moment. */
export function demand(job: Job, gpus: GpuBank, time: number): void {
  const { profile } = job;
  job.busy = busyAt(job, time);
  // Sequence lengths, data, and phases of the model: a few percent, over minutes.
  const swing = 1 + 0.025 * Math.sin(time / 97 + job.number) + 0.015 * Math.sin(time / 411);
  const tensor = clamp(profile.tensor * swing, 0, 1);
  for (const gpu of job.gpus) {
    gpus.tensorDemand[gpu] = tensor;
    gpus.memoryDemand[gpu] = profile.memory;
    gpus.boundShare[gpu] = profile.bound;
    gpus.networkDemand[gpu] = profile.network;
    gpus.busy[gpu] = job.busy;
  }
}

function busyAt({ profile, startedAt }: Job, time: number): number {
  const age = time - startedAt;
  if (age < startSeconds) return startBusy;
  const sinceCheckpoint = (age - startSeconds) % profile.checkpointEverySeconds;
  const isFirst = age - startSeconds < profile.checkpointEverySeconds;
  return !isFirst && sinceCheckpoint < profile.checkpointSeconds ? checkpointBusy : 1;
}

/** One moment of work: the slowest GPU sets the pace and the others wait for it. */
export function work(job: Job, gpus: GpuBank, dtSeconds: number): void {
  let rate = Infinity;
  for (const gpu of job.gpus) {
    const speed = at(gpus.speed, gpu);
    if (speed >= rate) continue;
    rate = speed;
    job.slowest = gpu;
  }
  job.rate = Number.isFinite(rate) ? rate : 0;
  for (const gpu of job.gpus) {
    const speed = at(gpus.speed, gpu);
    gpus.waiting[gpu] = speed > 0 ? 1 - job.rate / speed : 0;
  }
  job.steps += stepsPerSecond(job) * dtSeconds;
}

/** Zero while it starts or saves. */
export function stepsPerSecond({ rate, busy, profile }: Job): number {
  return busy < 1 ? 0 : rate / profile.stepSeconds;
}

/** Frees its GPUs. */
export function release(job: Job, gpus: GpuBank): void {
  for (const gpu of job.gpus) {
    gpus.job[gpu] = -1;
    gpus.tensorDemand[gpu] = 0;
    gpus.memoryDemand[gpu] = 0;
    gpus.boundShare[gpu] = 0;
    gpus.networkDemand[gpu] = 0;
    gpus.busy[gpu] = 0;
    gpus.waiting[gpu] = 0;
    gpus.memoryUsedRatio[gpu] = 0;
  }
}

/**
 * Loss falls with a power of the tokens seen [Kaplan et al. 2020, L(D) with exponent 0.095], down to
 * what the data cannot tell.
 */
export function lossOf({ steps, profile, gpus }: Job): number {
  const seen = steps * profile.samplesPerStep * Math.max(1, profile.tokensPerSample) * gpus.length;
  return 1.69 + 9.2 * Math.pow(1 + seen / 2e6, -0.095 * 1.6);
}
