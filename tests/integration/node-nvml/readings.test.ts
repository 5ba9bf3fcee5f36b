import { afterEach, describe, expect, it } from 'vitest';
import {
  allLinks,
  clockEventReason,
  clockKind,
  eccCounter,
  fabricHealth,
  fabricState,
  field,
  fieldInBaseUnits,
  memoryError,
  performancePolicy,
  powerScope,
} from '#node-nvml';
import { text } from '#tests/simulator/nvml/scenario.ts';
import { openFakeHost, valueIn, type FakeHost } from './fake-gpu.ts';
import { readDevice, readPcieThroughput, readSystem } from './read-everything.ts';

let host: FakeHost | undefined;

afterEach(() => {
  host?.close();
  host = undefined;
});

describe('eight H200', () => {
  it('say what they are', async () => {
    host = await openFakeHost('h200-8');
    const { nvml } = host;
    expect(nvml.isSimulated).toBe(true);
    expect(valueIn(nvml.system.driverVersion())).toBe('575.57.08');
    expect(valueIn(nvml.system.cudaVersion())).toBe('12.9');
    expect(valueIn(nvml.system.processName(48211))).toBe('/usr/bin/python3');
    expect(valueIn(nvml.deviceCount())).toBe(8);

    const { identity } = host.gpu(3);
    expect(valueIn(identity.name())).toBe('NVIDIA H200');
    expect(valueIn(identity.computeCapability())).toEqual({ major: 9, minor: 0 });
    expect(valueIn(identity.numaNode())).toBe(0);
    expect(valueIn(identity.pci())).toMatchObject({
      busId: '00000000:5D:00.0',
      bus: 0x5d,
      deviceId: 0x2335_10de,
    });
  });

  it('are found by UUID, by place on the bus and by serial number', async () => {
    host = await openFakeHost('h200-8');
    const { identity } = host.gpu(5);
    const uuid = valueIn(identity.uuid());
    for (const found of [
      host.nvml.deviceByUuid(uuid),
      host.nvml.deviceByPciBusId(valueIn(identity.pci()).busId),
      host.nvml.deviceBySerial(valueIn(identity.serial())),
    ]) {
      expect(valueIn(valueIn(found).identity.uuid())).toBe(uuid);
    }
    expect(host.nvml.deviceByUuid('GPU-of another host')).toMatchObject({
      kind: 'unknown',
      code: 6,
    });
  });

  it('answer in base units', async () => {
    host = await openFakeHost('h200-8', {
      'gpu.0.power_mw': 612_345,
      'gpu.0.energy_mj': 9_007_199_254_740,
      'gpu.0.utilization.gpu': 97,
      'gpu.0.utilization.memory': 41,
      'gpu.0.clock.sm_mhz': 1755,
      'gpu.0.violation.0': 2_500_000_000,
      'gpu.0.pcie.throughput.1': 1000,
      'gpu.0.memory.used': 1_073_741_824,
    });
    const gpu = host.gpu(0);
    expect(valueIn(gpu.power.usage())).toBe(612.345);
    expect(valueIn(gpu.power.limitRange())).toEqual({ minWatts: 200, maxWatts: 700 });
    expect(valueIn(gpu.power.energy())).toBe(9_007_199_254.74);
    expect(valueIn(gpu.load.utilization())).toEqual({ gpuRatio: 0.97, memoryRatio: 0.41 });
    expect(valueIn(gpu.clocks.current(clockKind.sm))).toBe(1_755_000_000);
    expect(valueIn(gpu.clocks.violation(performancePolicy.power)).violationSeconds).toBe(2.5);
    expect(readPcieThroughput(gpu)[1]).toEqual({ kind: 'value', value: 1_024_000 });
    expect(valueIn(gpu.memory.usage())).toMatchObject({
      totalBytes: 143_771 * 2 ** 20,
      usedBytes: 2 ** 30,
      reservedBytes: 602 * 2 ** 20,
    });
  });

  it('have links, a fabric and processes', async () => {
    host = await openFakeHost('h200-8', { 'gpu.0.nvlink.4.state': 0 });
    const { nvlink, fabric, processes } = host.gpu(0);
    const count = valueIn(nvlink.linkCount());
    const states = Array.from({ length: count }, (_, link) => valueIn(nvlink.state(link)));
    expect(states.filter((isUp) => !isUp)).toHaveLength(1);
    expect(states).toHaveLength(18);
    expect(valueIn(nvlink.remote(6)).busId).toBe('00000000:04:00.0');
    expect(nvlink.state(18)).toMatchObject({ kind: 'unknown' });
    expect(valueIn(fabric.info())).toMatchObject({
      state: fabricState.completed,
      healthSummary: fabricHealth.healthy,
      healthMask: 0,
    });
    expect(valueIn(processes.compute())).toEqual([
      { pid: 48211, usedBytes: 126_877_696_000, gpuInstanceId: null, computeInstanceId: null },
    ]);
    expect(valueIn(processes.graphics())).toEqual([]);
  });

  it('tell their health', async () => {
    host = await openFakeHost('h200-8', {
      'gpu.0.remapped.uncorrected': 2,
      'gpu.0.remapped.pending': 1,
      'gpu.0.ecc.uncorrected.aggregate': 7,
      'gpu.0.clock_event_reasons': clockEventReason.hwSlowdown | clockEventReason.hwThermalSlowdown,
      'gpu.0.sram.threshold_exceeded': 1,
      'gpu.0.temperature_margin_c': -1,
    });
    const { ecc, clocks, thermal } = host.gpu(0);
    expect(valueIn(ecc.mode())).toEqual({ current: true, pending: true });
    expect(valueIn(ecc.total(memoryError.uncorrected, eccCounter.aggregate))).toBe(7);
    expect(valueIn(ecc.remappedRows())).toEqual({
      correctable: 0,
      uncorrectable: 2,
      pending: true,
      failed: false,
    });
    expect(valueIn(ecc.sramStatus()).thresholdExceeded).toBe(true);
    expect(valueIn(clocks.eventReasons())).toBe(0x48);
    expect(valueIn(thermal.margin())).toBe(-1);
  });
});

describe('field values', () => {
  it('are read entry by entry: one without an answer spoils no other', async () => {
    host = await openFakeHost('h200-8', {
      'gpu.0.field.186': 598_000,
      'gpu.0.field.82': '!3',
      'gpu.0.field.193': -8,
      'gpu.0.field.138.all': 2n ** 50n,
    });
    const requests = [
      { fieldId: field.powerInstant, scopeId: powerScope.gpu },
      { fieldId: field.memoryTemp },
      { fieldId: field.temperatureShutdownTlimit },
      { fieldId: field.nvlinkThroughputDataTx, scopeId: allLinks },
    ];
    const [power, memory, limit, sent] = valueIn(host.gpu(0).fieldValues(requests));
    expect(power).toEqual({ kind: 'value', value: 598_000 });
    expect(memory).toMatchObject({ kind: 'unknown', code: 3 });
    expect(limit).toEqual({ kind: 'value', value: -8 });
    expect(sent).toEqual({ kind: 'value', value: 2 ** 50 });
    expect(fieldInBaseUnits(field.powerInstant, 598_000)).toBe(598);
    expect(fieldInBaseUnits(field.nvlinkThroughputDataTx, 2 ** 50)).toBe(2n ** 60n);
  });

  it('come in order, however many are asked for', async () => {
    host = await openFakeHost('h200-8');
    const requests = Array.from({ length: 700 }, (_, place) => ({
      fieldId: place % 2 === 0 ? field.powerMinLimit : field.powerMaxLimit,
    }));
    const readings = valueIn(host.gpu(0).fieldValues(requests)).map((reading) => valueIn(reading));
    expect(readings).toEqual(requests.map((_, place) => (place % 2 === 0 ? 200_000 : 700_000)));
  });
});

describe('processes', () => {
  it('are all read when there are more than there was room for', async () => {
    const pids = Array.from({ length: 300 }, (_, index) => 1000 + index);
    const listed = text(pids.map((pid) => `${pid}:1048576`).join(' '));
    host = await openFakeHost('h200-8', { 'gpu.0.processes.compute': listed });
    const found = valueIn(host.gpu(0).processes.compute());
    expect(found.map(({ pid }) => pid)).toEqual(pids);
    expect(valueIn(host.gpu(1).processes.compute())).toHaveLength(1);
  });
});

describe('a GPU that supports nothing', () => {
  it('reads as unknown in every call, never as zero', async () => {
    host = await openFakeHost('all-unsupported');
    const known = new Set([
      'name',
      'uuid',
      'index',
      'pci',
      'isInstance',
      'driverVersion',
      'nvmlVersion',
    ]);
    const readings = [...readSystem(host.nvml), ...readDevice(host.gpu(0))];
    expect(readings.length).toBeGreaterThan(100);
    const [, fields] = readings.find(([name]) => name === 'fieldValues') ?? [];
    const entries = fields?.kind === 'value' ? fields.value : [];
    expect(entries).toSatisfy(isAllUnknown);
    const told = readings.filter(([name, { kind }]) => kind !== 'unknown' && !known.has(name));
    expect(told.filter(([name]) => name !== 'fieldValues')).toEqual([]);
  });
});

function isAllUnknown(readings: unknown): boolean {
  return (
    Array.isArray(readings) &&
    readings.every((reading: unknown) => JSON.stringify(reading).includes('"kind":"unknown"'))
  );
}
