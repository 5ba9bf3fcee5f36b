import { afterEach, describe, expect, it } from 'vitest';
import { field, gpmMetric, openNvml, recoveryAction, type Reading } from '#node-nvml';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { openScenario, type ScenarioName } from '#tests/simulator/nvml/scenario.ts';
import { openFakeHost, openUntilCode, until, valueIn, type FakeHost } from './fake-gpu.ts';
import { readDevice, readSystem } from './read-everything.ts';

let host: FakeHost | undefined;

afterEach(() => {
  host?.close();
  host = undefined;
});

describe('openNvml', () => {
  it.each<[ScenarioName, number]>([
    ['no-driver', 9],
    ['version-mismatch', 18],
  ])('answers %s with code %i', async (name, code) => {
    const scenario = openScenario(name);
    process.env.FAKE_NVML_SCENARIO = scenario.path;
    const library = await buildFakeNvml();
    expect(await openUntilCode(library, code)).toMatchObject({ kind: 'unavailable', code });
    scenario.remove();
  });

  it('answers a missing library, and one that is not NVML', () => {
    expect(openNvml({ library: '/nowhere/libnvidia-ml.so.1' })).toMatchObject({
      kind: 'unavailable',
      code: 12,
      reason: expect.stringContaining('load /nowhere/libnvidia-ml.so.1: ') as string,
    });
    expect(openNvml({ library: 'libc.so.6' })).toEqual({
      kind: 'unavailable',
      code: 13,
      reason: 'load libc.so.6: not a library of NVML',
    });
  });
});

describe('close', () => {
  it('makes every reading unavailable, also when done twice', async () => {
    host = await openFakeHost('h200-8');
    const gpu = host.gpu(0);
    host.nvml.close();
    host.nvml.close();
    for (const [name, reading] of [...readSystem(host.nvml), ...readDevice(gpu)]) {
      expect([name, reading]).toEqual([name, expect.objectContaining({ code: 1 })]);
    }
    expect(host.nvml.device(0)).toMatchObject({ kind: 'unavailable', code: 1 });
  });

  it('leaves another opening of the same library alone', async () => {
    const first = await openFakeHost('h200-8');
    host = await openFakeHost('h200-8');
    const gpu = host.gpu(0);
    first.close();
    expect(valueIn(gpu.identity.name())).toBe('NVIDIA H200');
  });
});

describe('a lost GPU', () => {
  it('is lost in every call, and the others go on', async () => {
    host = await openFakeHost('h200-8');
    const [third, fourth] = [host.gpu(2), host.gpu(3)];
    await host.set({ 'gpu.3.lost': 15 });
    expect(fourth.power.usage()).toMatchObject({ kind: 'lost', state: 'lost', code: 15 });
    expect(fourth.nvlink.linkCount()).toMatchObject({ kind: 'lost' });
    expect(fourth.fieldValues([{ fieldId: field.memoryTemp }])).toMatchObject({ kind: 'lost' });
    expect(third.power.usage().kind).toBe('value');
    await host.set({ 'gpu.3.lost': 16 });
    expect(fourth.power.usage()).toMatchObject({ kind: 'lost', state: 'reset-required' });
    await host.set({ 'gpu.3.lost': 0 });
    expect(fourth.power.usage().kind).toBe('value');
  });

  it('says what it asks for', async () => {
    host = await openFakeHost('h200-8', { 'gpu.3.field.230': recoveryAction.nodeReboot });
    const [action] = valueIn(host.gpu(3).fieldValues([{ fieldId: field.getGpuRecoveryAction }]));
    expect(action).toEqual({ kind: 'value', value: recoveryAction.nodeReboot });
  });
});

describe('an old driver', () => {
  it('is asked by the older calls where it lacks the newer', async () => {
    host = await openFakeHost('old-driver', { 'gpu.0.temperature_c': 61 });
    const { thermal, memory, clocks, fabric } = host.gpu(0);
    expect(valueIn(thermal.temperature())).toBe(61);
    expect(valueIn(memory.usage()).totalBytes).toBe(143_771 * 2 ** 20);
    expect(clocks.eventReasons().kind).toBe('value');
    expect(valueIn(fabric.info())).toMatchObject({ healthMask: null, healthSummary: null });
    expect(thermal.margin()).toMatchObject({ kind: 'unknown', code: 13 });
    expect(host.gpu(0).identity.numaNode()).toMatchObject({ kind: 'unknown', code: 13 });
  });
});

describe('a GPU split by MIG', () => {
  it('has its instances as devices of their own', async () => {
    host = await openFakeHost('mig');
    const gpu = host.gpu(1);
    expect(valueIn(gpu.mig.mode())).toEqual({ current: true, pending: true });
    expect(gpu.load.utilization()).toMatchObject({ kind: 'unknown', code: 3 });
    const instances = valueIn(gpu.migDevices());
    expect(instances.map(({ mig }) => valueIn(mig.gpuInstanceId()))).toEqual([1, 2]);
    const [first] = instances;
    expect(first && valueIn(first.mig.isInstance())).toBe(true);
    expect(first && valueIn(first.mig.attributes())).toMatchObject({
      multiprocessorCount: 60,
      memoryBytes: 70_656 * 2 ** 20,
    });
    const uuid = 'MIG-7dc96f77-6c84-53e5-9a27-85489a3f9c43';
    const byUuid = valueIn(host.nvml.deviceByUuid(uuid));
    expect(valueIn(byUuid.identity.uuid())).toBe(uuid);
    expect(valueIn(host.gpu(2).migDevices())).toEqual([]);
    expect(valueIn(host.gpu(0).migDevices())).toHaveLength(7);
  });

  it('shows the processes of its instances without their memory', async () => {
    host = await openFakeHost('mig');
    expect(valueIn(host.gpu(0).processes.compute())).toEqual([
      { pid: 48211, usedBytes: null, gpuInstanceId: 1, computeInstanceId: 0 },
      { pid: 48305, usedBytes: null, gpuInstanceId: 7, computeInstanceId: 0 },
    ]);
  });
});

describe('GPM', () => {
  const ids = [gpmMetric.smUtil, gpmMetric.nvlinkTotalRxPerSec, gpmMetric.fp64Util, 300];

  it('answers from the second poll on, in base units, metric by metric', async () => {
    host = await openFakeHost('h200-8', { 'gpu.0.gpm.2': 62.5, 'gpu.0.gpm.60': 100 });
    const sampler = valueIn(host.nvml.createGpmSampler(host.gpu(0)));
    expect(sampler.metrics(ids)).toMatchObject({ kind: 'unknown', code: 27 });
    const metrics = await until(() => polled(sampler.metrics(ids)));
    expect(metrics.get(gpmMetric.smUtil)).toMatchObject({ kind: 'value', value: 0.625 });
    expect(metrics.get(gpmMetric.nvlinkTotalRxPerSec)).toMatchObject({ value: 104_857_600 });
    expect(metrics.get(gpmMetric.fp64Util)).toEqual({ kind: 'value', value: 0 });
    expect(metrics.get(300)).toMatchObject({ kind: 'unknown' });
    sampler.close();
    sampler.close();
    expect(sampler.metrics(ids)).toMatchObject({ kind: 'unavailable', code: 1 });
  });

  it('starts afresh after a sample that failed', async () => {
    host = await openFakeHost('h200-8');
    const sampler = valueIn(host.nvml.createGpmSampler(host.gpu(0)));
    sampler.metrics(ids);
    await host.set({ 'gpu.0.lost': 16 });
    expect(sampler.metrics(ids)).toMatchObject({ kind: 'lost', state: 'reset-required' });
    await host.set({ 'gpu.0.lost': 0 });
    expect(sampler.metrics(ids)).toMatchObject({ kind: 'unknown', code: 27 });
  });

  it('reads one instance of a split GPU', async () => {
    host = await openFakeHost('mig', { 'gpu.1.mig.0.gpm.2': 50 });
    const sampler = valueIn(host.nvml.createGpmSampler(host.gpu(1), { gpuInstanceId: 1 }));
    sampler.metrics([gpmMetric.smUtil]);
    const metrics = await until(() => polled(sampler.metrics([gpmMetric.smUtil])));
    expect(metrics.get(gpmMetric.smUtil)).toMatchObject({ kind: 'value', value: 0.5 });
  });

  it('is not there before Hopper', async () => {
    host = await openFakeHost('a100-8');
    const sampler = host.nvml.createGpmSampler(host.gpu(0));
    expect(sampler).toMatchObject({ kind: 'unknown', code: 3 });
  });
});

function polled<T>(reading: Reading<T>): T | null {
  return reading.kind === 'value' ? reading.value : null;
}
