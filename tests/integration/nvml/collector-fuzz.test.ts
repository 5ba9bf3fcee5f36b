import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { nvmlCollector } from '#collectors/nvml/collector.ts';
import type { Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { bundleReader, RunningCollector } from '#tests/simulator/nvml/running-collector.ts';
import { openScenario, text } from '#tests/simulator/nvml/scenario.ts';

let program: string;
let library: string;

beforeAll(async () => {
  program = await bundleReader();
  library = await buildFakeNvml();
});
afterAll(() => rmSync(program));

const patience = { timeout: 120_000, interval: 50 };
const wanted = 10_000;
/** At least so many calls stand behind what is told of a GPU: each second, and where all was due. */
const callsPerRow = { short: 12, full: 40 };
const lieRatio = 0.2;

it(`outlives ${wanted} wrong answers of the driver and reads on when they end`, async () => {
  const scenario = openScenario('h200-8', {
    'mutate.ratio': lieRatio,
    'mutate.seed': 7,
    // Without these it would not get far enough to hear the other lies.
    'mutate.spare': text('nvmlInit_v2 nvmlDeviceGetCount_v2'),
  });
  const running = new RunningCollector(program, {
    scenario: scenario.path,
    library,
    config: { intervalMs: 1000, watchdogMs: 30_000, processes: true },
    haste: 40,
  });
  try {
    await vi.waitFor(() => expect(countLies(running)).toBeGreaterThan(wanted), patience);
    for (const round of running.rounds) for (const point of round.points) expectDeclared(point);
    encodePoints(running.rounds.flatMap(({ points }) => points));

    scenario.set({ 'mutate.ratio': 0 });
    await vi.waitFor(() => {
      const last = running.rounds.at(-1)?.points ?? [];
      const powers = last.filter(({ fields }) => fields.power_watts !== undefined);
      expect(new Set(powers.map(({ tags }) => tags.gpu)).size).toBe(8);
    }, patience);
  } finally {
    await running.stop();
    scenario.remove();
  }
  await vi.waitFor(() => expect(running.alive().length).toBe(0), patience);
});

function countLies(running: RunningCollector): number {
  const rows = running.points('gpu');
  const full = rows.filter(({ fields }) => fields.reset_required?.value === 0n).length;
  return (full * callsPerRow.full + (rows.length - full) * callsPerRow.short) * lieRatio;
}

function expectDeclared({ measurement, tags, fields }: Point): void {
  const declared = nvmlCollector.metrics.find(({ name }) => name === measurement);
  const names = declared?.tags.map(({ name }) => name) ?? [];
  for (const name of Object.keys(tags)) expect(names).toContain(name);
  for (const [name, field] of Object.entries(fields)) {
    const metric = declared?.fields.find((each) => each.name === name);
    expect(metric?.type, `${measurement}.${name}`).toBe(field.type);
    if (field.type === 'float') expect(Number.isFinite(field.value)).toBe(true);
  }
}
