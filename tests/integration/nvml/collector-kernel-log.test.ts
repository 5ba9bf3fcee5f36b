import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { bundleReader, RunningCollector } from '#tests/simulator/nvml/running-collector.ts';
import { openScenario, type LiveScenario } from '#tests/simulator/nvml/scenario.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';

let program: string;
let library: string;
let rootfs: string;
let scenario: LiveScenario;
let running: RunningCollector;

beforeAll(async () => {
  program = await bundleReader();
  library = await buildFakeNvml();
});
afterAll(() => rmSync(program));

const patience = { timeout: 60_000, interval: 20 };

beforeEach(async () => {
  rootfs = temporaryDirectory('isotherm-kmsg-');
  for (const folder of ['dev', 'proc']) mkdirSync(path.join(rootfs, folder));
  writeFileSync(path.join(rootfs, 'proc/uptime'), '1000.00 7000.00\n');
  writeFileSync(path.join(rootfs, 'dev/kmsg'), line(999, 'NVRM: Xid (PCI:0000:19:00): 13, old'));
  scenario = openScenario('h200-8');
  running = new RunningCollector(program, {
    scenario: scenario.path,
    library,
    rootfs,
    config: { intervalMs: 250 },
  });
  await vi.waitFor(() => expect(running.rounds.length).toBeGreaterThan(1), patience);
});
afterEach(async () => {
  await running.stop();
  scenario.remove();
  rmSync(rootfs, { recursive: true });
});

function line(seconds: number, text: string): string {
  return `4,100,${seconds * 1_000_000},-;${text}\n`;
}

function log(text: string): void {
  appendFileSync(path.join(rootfs, 'dev/kmsg'), line(1000, text));
}

it('makes one event of what both witnesses tell, with the words of the kernel log', async () => {
  scenario.raise({ gpu: 1, type: 'xid', data: 79 });
  log('NVRM: Xid (PCI:0000:3b:00): 79, pid=4711, name=python3, GPU has fallen off the bus.');
  await vi.waitFor(() => expect(running.events()).toEqual(['xid 79']), patience);
  // Longer than either witness waits for the other.
  const enough = running.rounds.length + 12;
  await vi.waitFor(() => expect(running.rounds.length).toBeGreaterThan(enough), patience);
  expect(running.events()).toEqual(['xid 79']);
  expect(running.points('gpu_event')[0]).toMatchObject({
    tags: { gpu: 'GPU-e261493a-aa8f-42f2-47ac-2cf7fd9780e6' },
    fields: {
      message: { value: 'GPU has fallen off the bus.' },
      process: { value: 'python3 (4711)' },
    },
  });
});

it('tells an Xid that only the kernel log has, and what a switch says', async () => {
  log('NVRM: Xid (PCI:0000:19:00): 48, DBE at 0x1234');
  log('usb 1-1: new device');
  log('nvidia-nvswitch3: SXid (PCI:0000:06:00.0): 12028, Non-fatal, Link 32 egress error');
  await vi.waitFor(() => expect(running.events()).toEqual(['xid 48', 'sxid 12028']), patience);
  const [xid, sxid] = running.points('gpu_event');
  expect(xid?.tags.gpu).toBe('GPU-eb71c47d-a861-7462-3963-1df8cd0f72b0');
  expect(sxid?.tags.gpu).toBe('0000:06:00.0');
  // The kernel's clock says when it was: here just as the machine has been up for 1000 s.
  expect(Math.abs(Number((xid?.timeNs ?? 0n) / 1_000_000n) - Date.now())).toBeLessThan(10_000);
});
