import { afterEach, describe, expect, it } from 'vitest';
import type { Workload } from '#lib/model/run.ts';
import type { Trainer, TrainingBackend } from '#training/backends/backend.ts';
import { backends } from '#training/backends/registry.ts';
import { digestTensors } from '#training/digest.ts';
import type { WorkloadDefinition } from '#training/workload.ts';
import { definitions } from '#training/workloads/registry.ts';

/** The loss of a guess, and the loss to reach in so many steps: quick, and far from noise. */
const goals: Readonly<Record<Workload, { guess: number; steps: number; loss: number }>> = {
  softmax: { guess: Math.log(10), steps: 60, loss: 1.6 },
  gpt: { guess: Math.log(28), steps: 25, loss: 2.5 },
};

/** Every backend runs this unchanged on every workload it offers, on the first device it has. */
const cases = backends.flatMap((backend) =>
  backend.workloads.map((name) => ({ backend, name, workload: definitions[name] })),
);

const opened: Trainer[] = [];
afterEach(() => Promise.all(opened.splice(0).map((trainer) => trainer.close())));

describe.each(cases)('$backend.name backend, $name', ({ backend, workload, name }) => {
  it('starts from the published parameters and copies them out in their order', async () => {
    const trainer = await open(backend, workload, 3);
    const parameters = await trainer.parameters();
    expect(Object.keys(parameters)).toEqual(Object.keys(workload.initialParameters(3)));
    expect(digestTensors(parameters)).toBe(digestTensors(workload.initialParameters(3)));
  });

  it('learns, from the loss of a guess', async () => {
    const goal = goals[name];
    const { losses } = await train(backend, workload, 1, goal.steps);
    expect(losses[0]).toBeCloseTo(goal.guess, 1);
    expect(Math.min(...losses.slice(-5))).toBeLessThan(goal.loss);
  });

  it('gives equal bits for equal seeds and others for another', async () => {
    const first = await train(backend, workload, 1, 4);
    const again = await train(backend, workload, 1, 4);
    const other = await train(backend, workload, 2, 4);
    expect(again).toEqual(first);
    expect(other.losses).not.toEqual(first.losses);
    expect(other.digest).not.toBe(first.digest);
  });

  it('closes twice and refuses steps after that', async () => {
    const trainer = await open(backend, workload, 1);
    await trainer.close();
    await trainer.close();
    await expect(trainer.step(workload.batches(1)())).rejects.toThrow(/closed/);
    await expect(trainer.parameters()).rejects.toThrow(/closed/);
  });
});

describe.each(backends)('$name backend', (backend) => {
  it('names each device by cpu or a UUID, and refuses any other', async () => {
    for (const { id } of await backend.devices()) expect(id).toMatch(/^(cpu|(GPU|MIG)-.+)$/);
    await expect(backend.open(definitions.softmax, 'GPU-absent', 1)).rejects.toThrow(/GPU-absent/);
  });
});

async function open(
  backend: TrainingBackend,
  workload: WorkloadDefinition,
  seed: number,
): Promise<Trainer> {
  const [device] = await backend.devices();
  if (!device) throw new Error(`the ${backend.name} backend has no device here`);
  const trainer = await backend.open(workload, device.id, seed);
  opened.push(trainer);
  return trainer;
}

async function train(
  backend: TrainingBackend,
  workload: WorkloadDefinition,
  seed: number,
  steps: number,
): Promise<{ losses: number[]; digest: string }> {
  const trainer = await open(backend, workload, seed);
  const nextBatch = workload.batches(seed);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await trainer.step(nextBatch()));
  const digest = digestTensors(await trainer.parameters());
  await trainer.close();
  return { losses, digest };
}
