import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import {
  bundleReader,
  RunningCollector,
  type CollectorOptions,
} from '#tests/simulator/nvml/running-collector.ts';
import {
  absentSymbols,
  openScenario,
  scenarioFile,
  type LiveScenario,
  type ScenarioName,
} from '#tests/simulator/nvml/scenario.ts';
import { expectMonotone, expectNoLeaps, newest, secondsWithBit, valueOf } from './gpu-points.ts';

let program: string;
let library: string;
let collector: RunningCollector | null = null;
let scenario: LiveScenario | null = null;

beforeAll(async () => {
  program = await bundleReader();
  library = await buildFakeNvml();
});
afterAll(() => rmSync(program));
afterEach(async () => {
  await collector?.stop();
  scenario?.remove();
  collector = null;
  scenario = null;
});

function run(options: Partial<CollectorOptions> & { readonly scenario: string }) {
  collector = new RunningCollector(program, { library, ...options });
  return collector;
}

function open(name: ScenarioName, changes = {}) {
  scenario = openScenario(name, changes);
  return scenario;
}

const patience = { timeout: 60_000, interval: 20 };

async function rounds(running: RunningCollector, count: number): Promise<void> {
  await vi.waitFor(() => expect(running.rounds.length).toBeGreaterThanOrEqual(count), patience);
}

const quick = { intervalMs: 250 };
/** The same for a collector whose time passes ten times as fast. */
const hasty = { intervalMs: 2500, watchdogMs: 3000 };

describe('hosts as they are', () => {
  it('reads every field every round where that is wanted', async () => {
    const config = { ...quick, everyField: true };
    const running = run({ scenario: scenarioFile('h200-8'), config });
    await rounds(running, 4);
    // Two rounds at least: the first has no ratios yet.
    const fields = running
      .points('gpu')
      .filter(({ tags }) => tags.index === '3')
      .map((point) => Object.keys(point.fields).sort());
    expect(fields.at(-1)).toEqual(fields.at(-2));
    expect(fields.at(-1)).toEqual(expect.arrayContaining(['power_limit_watts', 'process_count']));
    expect(fields.at(-1)?.length).toBeGreaterThanOrEqual(75);
  });

  it('reads eight H200 with all that they tell, in one process', async () => {
    const running = run({ scenario: scenarioFile('h200-8'), config: quick });
    await rounds(running, 3);
    expect(Object.keys(newest(running, 'power_watts'))).toHaveLength(8);
    const [first] = running.points('gpu');
    expect(first?.tags).toEqual({
      host: 'simulated',
      gpu: 'GPU-eb71c47d-a861-7462-3963-1df8cd0f72b0',
      index: '0',
      model: 'NVIDIA H200',
      simulated: 'true',
    });
    expect(newest(running, 'sm_active_ratio')[0]).toBeGreaterThan(0.5);
    expect(newest(running, 'power_limit_watts')).toMatchObject({ 0: 700, 7: 700 });
    expect(newest(running, 'nvlink_links_up')[3]).toBe(18);
    expect(running.points('gpu_info')).toHaveLength(8);
    expect(running.points('gpu_process')).toEqual([]);
    expect(running.readers).toHaveLength(1);
    expect(running.faults()).toEqual([]);
    expect(running.events()).toEqual([]);
  });

  it('names programs only where it may', async () => {
    const running = run({
      scenario: scenarioFile('h200-8'),
      config: { ...quick, processes: true },
    });
    await rounds(running, 1);
    // The process of the scenario is none of this machine.
    expect(running.points('gpu_process')[0]).toMatchObject({
      tags: { process: 'unknown' },
      fields: { process_count: { value: 1n }, pids: { value: '48211' } },
    });
  });

  it('reads B200, whose NVLinks count otherwise', async () => {
    const running = run({ scenario: scenarioFile('b200-8'), config: quick });
    await rounds(running, 3);
    const bytes = running
      .points('gpu')
      .map((point) => valueOf(point, 'nvlink_receive_bytes_total'));
    expect(bytes.filter((value) => value !== undefined && value > 0).length).toBeGreaterThan(8);
    expect(newest(running, 'nvlink_crc_errors_total')[0]).toBeDefined();
  });

  it('reads A100: limits of temperature, PCIe traffic by the call that blocks', async () => {
    const running = run({ scenario: scenarioFile('a100-8'), config: hasty, haste: 10 });
    await vi.waitFor(
      () => expect(Object.keys(newest(running, 'pcie_receive_bytes_per_second'))).toHaveLength(8),
      patience,
    );
    expect(newest(running, 'slowdown_temperature_celsius')[0]).toBe(89);
    expect(newest(running, 'power_watts')[0]).toBeGreaterThan(0);
    expect(newest(running, 'sm_active_ratio')).toEqual({});
    expect(newest(running, 'pcie_receive_bytes_total')).toEqual({});
    expect(running.faults()).toEqual([]);
  });

  it('reads what a driver of branch 535 has', async () => {
    const old = await buildFakeNvml({ absentSymbols: absentSymbols('old-driver') });
    const running = run({ scenario: scenarioFile('old-driver'), library: old, config: quick });
    await rounds(running, 3);
    expect(Object.keys(newest(running, 'temperature_celsius'))).toHaveLength(8);
    expect(newest(running, 'temperature_margin_celsius')).toEqual({});
    expect(newest(running, 'recovery_action')).toEqual({});
    expect(running.faults()).toEqual([]);
  });

  it('leaves out what a GPU does not tell', async () => {
    const running = run({ scenario: scenarioFile('all-unsupported'), config: quick });
    await rounds(running, 3);
    const told = running.points('gpu').flatMap(({ fields }) => Object.keys(fields));
    expect([...new Set(told)].sort()).toEqual(['lost', 'reset_required']);
    expect(running.points('gpu_info')).toHaveLength(2);
  });

  it('tells MIG instances as rows of their own', async () => {
    const running = run({ scenario: scenarioFile('mig'), config: quick });
    await rounds(running, 3);
    const used = newest(running, 'memory_used_bytes');
    expect(Object.keys(used)).toHaveLength(8 + 7 + 2);
    const instance = running.points('gpu').find(({ tags }) => tags.index === '1:1');
    expect(instance?.tags).toMatchObject({
      gpu: 'MIG-7dc96f77-6c84-53e5-9a27-85489a3f9c43',
      model: 'NVIDIA H200 MIG 3g.71gb',
    });
    expect(newest(running, 'sm_active_ratio')['1:1']).toBeGreaterThan(0);
    expect(newest(running, 'utilization_ratio')[0]).toBeUndefined();
    const info = running.points('gpu_info').find(({ tags }) => tags.index === '1:1');
    expect(info?.fields).toMatchObject({
      parent: { value: 'GPU-e261493a-aa8f-42f2-47ac-2cf7fd9780e6' },
      mig_profile: { value: '3g.71gb' },
    });
  });
});

describe('hosts without a driver', () => {
  it.each([
    ['no-driver', /driver is not loaded/],
    ['version-mismatch', /differ in version/],
  ] as const)('says so: %s', async (name, reason) => {
    const running = run({ scenario: scenarioFile(name) });
    await vi.waitFor(() => expect(running.probes).toHaveLength(1), patience);
    expect(running.probes[0]).toEqual({
      supported: false,
      reason: expect.stringMatching(reason) as string,
    });
    await vi.waitFor(() => expect(running.alive().length).toBe(0), patience);
  });

  it('says when the library cannot be loaded', async () => {
    const running = run({
      scenario: scenarioFile('h200-8'),
      library: '/nowhere/libnvidia-ml.so.1',
    });
    await vi.waitFor(() => expect(running.probes).toHaveLength(1), patience);
    expect(running.probes[0]).toMatchObject({ supported: false });
  });
});

describe('what happens to GPUs', () => {
  it('tells a lost GPU once, and that it is back', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 2);
    live.set({ 'gpu.3.lost': 15 });
    await vi.waitFor(() => expect(newest(running, 'lost')[3]).toBe(1), patience);
    const from = running.rounds.length;
    await rounds(running, from + 3);
    for (const { points } of running.rounds.slice(from)) {
      const gpus = points.filter(({ measurement }) => measurement === 'gpu');
      expect(gpus).toHaveLength(8);
      expect(gpus.find(({ tags }) => tags.index === '3')?.fields).toEqual({
        lost: { type: 'integer', value: 1n },
      });
    }
    expect(running.events()).toEqual(['lost']);
    live.unset('gpu.3.lost');
    await vi.waitFor(() => expect(running.events()).toEqual(['lost', 'returned']), patience);
    await vi.waitFor(() => expect(newest(running, 'lost')[3]).toBe(0), patience);
    expect(running.readers).toHaveLength(1);
  });

  it('tells a GPU that waits for a reset', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 2);
    live.set({ 'gpu.6.lost': 16 });
    await vi.waitFor(() => expect(running.events()).toEqual(['reset_required']), patience);
    expect(newest(running, 'reset_required')[6]).toBe(1);
    expect(newest(running, 'lost')[6]).toBe(0);
  });

  it('goes on without a GPU that was lost before it began, and finds it later', async () => {
    const live = open('lost-gpu');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 2);
    expect(Object.keys(newest(running, 'power_watts'))).toHaveLength(7);
    expect(running.faults()[0]).toEqual({ what: 'gpu 3', reason: 'the driver lost the GPU' });
    live.set({ 'gpu.3.lost': 0 });
    await vi.waitFor(() => expect(newest(running, 'power_watts')[3]).toBeDefined(), patience);
  });

  it('tells a GPU that the driver no longer lists, and looks for it now and then', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: hasty, haste: 10 });
    await rounds(running, 2);
    live.set({ gpu_count: 7 });
    for (const reader of running.alive()) reader.kill('SIGKILL');
    await vi.waitFor(() => expect(newest(running, 'lost')[7]).toBe(1), patience);
    expect(running.events()).toEqual(['lost']);
    live.set({ gpu_count: 8 });
    await vi.waitFor(() => expect(running.events()).toEqual(['lost', 'returned']), patience);
    expect(running.rounds.every(({ result }) => result.kind === 'succeeded')).toBe(true);
  });

  it('goes on after the driver was loaded anew, without a leap in any counter', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 3);
    live.reloadDriver();
    await vi.waitFor(() => expect(running.events()).toHaveLength(8), patience);
    const from = running.rounds.length;
    await rounds(running, from + 4);
    expect(new Set(running.events())).toEqual(new Set(['driver_reload']));
    expectNoLeaps(running, ['energy_joules_total', 'nvlink_receive_bytes_total']);
    expectMonotone(running, 'throttle_power_cap_seconds_total');
  });

  it('goes on through a driver that is loaded anew again and again', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    // A collector that begins while no driver is loaded asks again after a minute only.
    await rounds(running, 2);
    live.set({ 'driver.reload_every_s': 6, 'driver.reload_gap_s': 1 });
    await vi.waitFor(
      () => expect(running.points('gpu').length > 8 && running.events().length >= 8).toBe(true),
      patience,
    );
    await rounds(running, running.rounds.length + 8);
    expect(new Set(running.events())).toEqual(new Set(['driver_reload']));
    expectNoLeaps(running, ['energy_joules_total', 'nvlink_receive_bytes_total']);
    for (const { result } of running.rounds) {
      if (result.kind === 'failed') expect(result.reason).toMatch(/driver is not loaded/);
    }
  });

  it('waits for a driver that is away for a while', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 2);
    live.set({ init: '!9', 'driver.generation': 1 });
    await vi.waitFor(() => expect(running.rounds.at(-1)?.result.kind).toBe('failed'), patience);
    expect(running.rounds.at(-1)?.result).toMatchObject({
      reason: expect.stringMatching(/driver is not loaded/) as string,
    });
    live.unset('init');
    await vi.waitFor(() => expect(running.events()).toHaveLength(8), patience);
    expect(new Set(running.events())).toEqual(new Set(['driver_reload']));
    expect(running.rounds.at(-1)?.result.kind).toBe('succeeded');
  });

  it('tells each Xid once, repeats included', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 2);
    for (const data of [79, 31, 31, 31]) live.raise({ gpu: 2, type: 'xid', data });
    await vi.waitFor(() => expect(running.events()).toHaveLength(4), patience);
    const from = running.rounds.length;
    await rounds(running, from + 4);
    expect(running.events()).toEqual(['xid 79', 'xid 31', 'xid 31', 'xid 31']);
    const events = running.points('gpu_event');
    expect(new Set(events.map(({ timeNs }) => timeNs)).size).toBe(4);
    expect(events[0]).toMatchObject({
      tags: { gpu: 'GPU-f5670a4b-cbd9-89c3-6b97-3dae7486ea09', simulated: 'true' },
      fields: { severity: { value: 'critical' }, source: { value: 'nvml' } },
    });
  });

  it('tells what happens to memory, to the fabric and to the recovery action', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: hasty, haste: 10 });
    await rounds(running, 2);
    live.set({
      'gpu.4.ecc.uncorrected.volatile': 2,
      'gpu.4.ecc.uncorrected.aggregate': 2,
      'gpu.4.sram.threshold_exceeded': 1,
      'gpu.4.remapped.pending': 1,
      'gpu.4.remapped.failed': 1,
      'gpu.4.field.230': 1,
      'gpu.5.fabric.health': 2,
    });
    const expected = ['ecc 1', 'ecc 2', 'ecc 3', 'ecc 4', 'fabric 2', 'recovery_action 1'];
    await vi.waitFor(() => expect(running.events().sort()).toEqual(expected), patience);
    const times = running.points('gpu_event').map(({ tags, timeNs }) => `${tags.kind} ${timeNs}`);
    expect(new Set(times).size).toBe(expected.length);
  });

  it('tells that a GPU was split, and forgets what it did not offer before', async () => {
    const live = open('h200-8');
    const running = run({ scenario: live.path, config: hasty, haste: 10 });
    await rounds(running, 2);
    live.set({
      'gpu.7.mig.mode': 1,
      'gpu.7.mig.0.uuid': '"MIG-11111111-2222-3333-4444-555555555555"',
      'gpu.7.mig.0.name': '"NVIDIA H200 MIG 7g.141gb"',
      'gpu.7.mig.0.memory.total': '1GiB',
      'gpu.7.mig.0.memory.used': 0,
    });
    await vi.waitFor(() => expect(running.events()).toEqual(['mig 1', 'mig']), patience);
    expect(newest(running, 'memory_total_bytes')['7:0']).toBe(2 ** 30);
  });
});

describe('time clocked down', () => {
  it('adds up by reason, as the counters of the driver do', async () => {
    const live = open('h200-8', {
      'gpu.*.clock_event_reasons': 0x20,
      'gpu.*.field.269': 'integral(1000000000)',
      'gpu.*.field.74': 0,
    });
    const running = run({ scenario: live.path, config: quick });
    await rounds(running, 8);
    const points = running.points('gpu').filter(({ tags }) => tags.index === '0');
    const [first, last] = [points[0], points.at(-1)];
    const seconds = Number((last?.timeNs ?? 0n) - (first?.timeNs ?? 0n)) / 1e9;
    expect(valueOf(first, 'throttle_sw_thermal_seconds_total')).toBe(0);
    expect(valueOf(last, 'throttle_sw_thermal_seconds_total')).toBeCloseTo(seconds, 0);
    expect(valueOf(last, 'throttle_power_cap_seconds_total')).toBe(0);
    expectMonotone(running, 'throttle_sw_thermal_seconds_total');
  });

  it('follows the waves of a failing cooling', async () => {
    const running = run({ scenario: scenarioFile('throttle-waves'), config: quick });
    await rounds(running, 20);
    const seconds = newest(running, 'throttle_sw_thermal_seconds_total');
    const hot = secondsWithBit(running, 0x20);
    expect(Math.max(...hot.values())).toBeGreaterThan(0);
    for (const [index, expected] of hot) expect(seconds[index]).toBeCloseTo(expected, -0.3);
    for (const reason of ['sw_thermal', 'hw_thermal', 'hw_slowdown', 'power_brake']) {
      expectMonotone(running, `throttle_${reason}_seconds_total`);
    }
  });
});

describe('failing memory', () => {
  it('tells the growth of uncorrected errors and the Xids', async () => {
    const running = run({
      scenario: scenarioFile('ecc-storm'),
      config: hasty,
      haste: 10,
    });
    await vi.waitFor(
      () => expect(running.events()).toEqual(expect.arrayContaining(['ecc 1', 'xid 94'])),
      patience,
    );
    expect(newest(running, 'remapped_rows_failed')[4]).toBe(1);
    expect(newest(running, 'recovery_action')).toMatchObject({ 3: 0, 4: 1 });
    const growth = running.points('gpu_event').filter(({ tags }) => tags.kind === 'ecc');
    expect(growth[0]?.fields.message?.value).toMatch(/^\d+ more$/);
  });

  it('tells bursts of Xids of applications', async () => {
    const running = run({ scenario: scenarioFile('xid-burst'), config: quick });
    const burst = ['xid 31', 'xid 43', 'xid 45', 'xid 45', 'xid 45'];
    const ofApplications = () => running.events().filter((event) => event !== 'xid 74');
    await vi.waitFor(() => expect(ofApplications().length).toBeGreaterThanOrEqual(5), patience);
    expect(ofApplications().slice(0, 5)).toEqual(burst);
  });
});
