import { at, entry } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import { lossOf, stepsPerSecond, type Job } from '../job/job.ts';
import { hash, mix, type Random } from '../random.ts';
import { headOf, hostTags } from './heads.ts';
import { bytesOf, firstField, nextField, type LineWriter } from './line-writer.ts';

const names = {
  step: firstField('step'),
  steps: nextField('steps_per_second'),
  samples: nextField('samples_per_second'),
  tokens: nextField('tokens_per_second'),
  flops: nextField('flops_per_second'),
  stepSeconds: nextField('step_seconds'),
  joules: nextField('joules_per_step'),
  loss: nextField('loss'),
} as const;

/** Heads of running jobs by number; those of jobs that have ended are forgotten. */
export type TrainingHeads = Map<number, Uint8Array[]>;

/** Steps between two digests of the parameters, which cost a job a pause each. */
const digestEverySteps = 50;

/** One line for each GPU of a job that is among `hosts`. While it starts or saves there is none. */
export function writeTraining(
  writer: LineWriter,
  hall: Hall,
  job: Job,
  {
    heads,
    time,
    random,
    isMine,
  }: {
    readonly heads: TrainingHeads;
    readonly time: Uint8Array;
    readonly random: Random;
    readonly isMine: (host: number) => boolean;
  },
): void {
  const rate = stepsPerSecond(job);
  if (rate === 0) return;
  const own = headsOf(heads, hall, job);
  const { profile } = job;
  const step = Math.floor(job.steps);
  const loss = lossOf(job);
  const digest = hash(`${job.run} ${Math.floor(step / digestEverySteps)}`);
  for (let index = 0; index < job.gpus.length; index += 1) {
    const gpu = at(job.gpus, index);
    if (!isMine(entry(hall.plan.gpus, gpu).host)) continue;
    writer.begin(entry(own, index));
    writer.integer(names.step, step);
    writer.float(names.steps, rate, 5);
    writer.float(names.samples, rate * profile.samplesPerStep, 4);
    if (profile.tokensPerSample > 0) {
      writer.float(names.tokens, rate * profile.samplesPerStep * profile.tokensPerSample, 1);
    }
    writer.float(names.flops, job.rate * profile.flopsPerSecond, 0);
    writer.float(names.stepSeconds, 1 / rate, 5);
    writer.float(names.joules, at(hall.gpus.power, gpu) / rate, 2);
    if (profile.workload !== 'gpt-inference') {
      writer.float(names.loss, loss * (1 + 0.01 * random.noise()), 4);
      writer.raw(checksum(hall, gpu, digest, step));
    }
    writer.end(time);
  }
}

/** All GPUs of a job hold the same parameters; one that computes wrong has others after a while. */
function checksum({ gpus }: Hall, gpu: number, digest: number, step: number): Uint8Array {
  const isWrong = at(gpus.faults.corrupting, gpu) === 1;
  const value = isWrong ? mix(digest, gpu ^ Math.floor(step / digestEverySteps)) : digest;
  return bytesOf(`,checksum="${value.toString(16).padStart(8, '0')}"`);
}

function headsOf(known: TrainingHeads, { plan }: Hall, job: Job): Uint8Array[] {
  const found = known.get(job.number);
  if (found) return found;
  const made = Array.from(job.gpus, (gpu) => {
    const { uuid, host } = entry(plan.gpus, gpu);
    return headOf('training', {
      ...hostTags(plan, host),
      ...{ gpu: uuid, run: job.run, workload: job.profile.workload },
    });
  });
  known.set(job.number, made);
  return made;
}
