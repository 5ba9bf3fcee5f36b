import { afterAll, describe, expect, it } from 'vitest';
import { definitions } from '#training/workloads/registry.ts';

// In a process of its own (the contract suite): it has to be there before the backend is loaded.
// The backend keeps every array in one WebAssembly memory that never shrinks. Recording that memory
// where it is made shows its exact size, which the process' own figures blur.
const memories: WebAssembly.Memory[] = [];
const OwnMemory = WebAssembly.Memory;
WebAssembly.Memory = class extends OwnMemory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};
const { openTrainer } = await import('#training/backends/cpu/cpu-trainer.ts');

const heldBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

describe('the CPU backend holds no more memory after many steps than after a few', () => {
  afterAll(() => {
    WebAssembly.Memory = OwnMemory;
  });

  it.each([
    { name: 'softmax' as const, steps: 200 },
    { name: 'gpt' as const, steps: 10 },
  ])('of $name', async ({ name, steps }) => {
    const trainer = await openTrainer(definitions[name], 1);
    const nextBatch = definitions[name].batches(1);
    for (let step = 0; step < 5; step++) await trainer.step(nextBatch());
    const early = heldBytes();
    for (let step = 0; step < steps; step++) await trainer.step(nextBatch());
    await trainer.parameters();
    expect(heldBytes()).toBe(early);
    expect(early).toBeGreaterThan(1_000_000);
    await trainer.close();
  });

  it('over runs that open and close in one process', async () => {
    const batch = definitions.softmax.batches(1)();
    const run = async () => {
      const trainer = await openTrainer(definitions.softmax, 1);
      await trainer.step(batch);
      await trainer.close();
    };
    await run();
    const afterOne = heldBytes();
    for (let count = 0; count < 10; count++) await run();
    expect(heldBytes()).toBe(afterOne);
  });
});
