import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { bundleReader, RunningCollector } from '#tests/simulator/nvml/running-collector.ts';
import { openScenario, type LiveScenario } from '#tests/simulator/nvml/scenario.ts';

let program: string;
let library: string;
let collector: RunningCollector;
let scenario: LiveScenario;

beforeAll(async () => {
  program = await bundleReader();
  library = await buildFakeNvml();
});
afterAll(() => rmSync(program));
afterEach(async () => {
  await collector.stop();
  scenario.remove();
});

const patience = { timeout: 60_000, interval: 20 };
const hour = 3_600_000;

/** A second in which the machine itself stood still says nothing about the collector. */
const inRealTime = { retry: 3 };

function start(changes = {}): RunningCollector {
  scenario = openScenario('h200-8', changes);
  collector = new RunningCollector(program, { scenario: scenario.path, library });
  return collector;
}

/** The places of the GPUs that each round has told, such as `01234567`. */
function told(running: RunningCollector): string[] {
  return running.rounds.map(({ points }) =>
    points
      .filter(({ measurement }) => measurement === 'gpu')
      .map(({ tags }) => tags.index)
      .sort()
      .join(''),
  );
}

async function rounds(running: RunningCollector, count: number): Promise<void> {
  await vi.waitFor(() => expect(running.rounds.length).toBeGreaterThanOrEqual(count), patience);
}

describe('a call that hangs', () => {
  it('costs the values of its GPU only: the seven others miss no second', inRealTime, async () => {
    const running = start();
    await rounds(running, 3);
    const [before] = running.alive();
    scenario.set({ 'gpu.3.hang_ms.*': hour });
    await vi.waitFor(() => expect(told(running)).toContain('0124567'), patience);
    await rounds(running, running.rounds.length + 5);

    const rows = told(running);
    const from = rows.indexOf('0124567');
    expect(new Set(rows.slice(0, from))).toEqual(new Set(['01234567']));
    expect(new Set(rows.slice(from))).toEqual(new Set(['0124567']));
    expect(running.skipped).toBe(0);
    expect(running.rounds.every(({ result }) => result.kind === 'succeeded')).toBe(true);
    expect(running.faults().at(-1)).toEqual({
      what: 'gpu GPU-8b54c095-84a9-5c58-8ac2-6404d9915414',
      reason: expect.stringMatching(/no answer within 300 ms|does not answer/) as string,
    });
    expect(running.events()).toEqual(['hung']);
    expect(running.alive()).not.toContain(before);
  });

  it('from the start leaves seven GPUs that are read', async () => {
    scenario = openScenario('hanging-call');
    collector = new RunningCollector(program, { scenario: scenario.path, library });
    await vi.waitFor(() => expect(told(collector).at(-1)).toBe('0123467'), patience);
    // Nobody knows the name of the sixth yet.
    expect(collector.faults().at(-1)?.what).toBe('gpu 5');
  });

  it('is looked after apart and comes back once it has answered for a while', async () => {
    const running = start();
    await rounds(running, 2);
    scenario.set({ 'gpu.0.hang_ms.nvmlDeviceGetMemoryInfo_v2': hour });
    await vi.waitFor(() => expect(told(running)).toContain('1234567'), patience);
    scenario.unset('gpu.0.hang_ms.nvmlDeviceGetMemoryInfo_v2');
    await vi.waitFor(() => expect(running.events()).toEqual(['hung', 'returned']), patience);
    await vi.waitFor(() => expect(running.alive().length).toBe(1), patience);
    await rounds(running, running.rounds.length + 2);
    expect(told(running).at(-1)).toBe('01234567');
    // While it was read apart its values were told as those of all others.
    const apart = told(running).lastIndexOf('1234567');
    expect(told(running).length - apart).toBeGreaterThan(8);
  });

  it('takes GPUs that hang one after another in its stride', async () => {
    const running = start();
    await rounds(running, 2);
    scenario.set({ 'gpu.1.hang_ms.*': hour, 'gpu.6.hang_ms.*': hour });
    await vi.waitFor(() => expect(told(running)).toContain('023457'), patience);
    await rounds(running, running.rounds.length + 3);
    expect(told(running).at(-1)).toBe('023457');
    expect(running.events().sort()).toEqual(['hung', 'hung']);
  });

  it('while the driver opens fails the rounds and no more', async () => {
    const running = start();
    await rounds(running, 2);
    scenario.set({ 'hang_ms.nvmlInit_v2': hour });
    for (const reader of running.alive()) reader.kill('SIGKILL');
    await vi.waitFor(() => expect(running.rounds.at(-1)?.result.kind).toBe('failed'), patience);
    scenario.unset('hang_ms.nvmlInit_v2');
    await vi.waitFor(() => expect(told(running).at(-1)).toBe('01234567'), patience);
  });
});

describe('a reader that dies', () => {
  it('between two rounds is replaced within the next', inRealTime, async () => {
    const running = start();
    await rounds(running, 2);
    for (const reader of running.alive()) reader.kill('SIGSEGV');
    await rounds(running, running.rounds.length + 3);
    expect(new Set(told(running))).toEqual(new Set(['01234567']));
    expect(running.alive().length).toBe(1);
    expect(running.events()).toEqual([]);
  });

  it('ends with the collector, even in the middle of a call', async () => {
    const running = start({ 'gpu.7.hang_ms.*': hour });
    await rounds(running, 1);
    await running.stop();
    expect(running.alive().length).toBe(0);
  });
});
