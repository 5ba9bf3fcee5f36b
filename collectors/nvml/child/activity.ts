import { gpmMetric, clockKind, pcieCounter, type Device } from '#node-nvml';
import type { GpmReader } from './gpm.ts';
import type { Rate } from './rota.ts';
import type { RowBuilder } from './row-builder.ts';
import type { Support } from './support.ts';

/** What a GPU does right now, beside what `readFields` brings. */
export function readActivity(device: Device, support: Support, row: RowBuilder): void {
  const { load, thermal, clocks } = device;
  const utilization = support.read('utilization', () => load.utilization());
  row.put('utilization_ratio', utilization?.gpuRatio);
  row.put('memory_utilization_ratio', utilization?.memoryRatio);
  readMemory(device, support, row);
  row.put(
    'temperature_celsius',
    support.read('temperature', () => thermal.temperature()),
  );
  row.put(
    'temperature_margin_celsius',
    support.read('margin', () => thermal.margin()),
  );
  for (const [field, kind] of currentClocks) {
    row.put(
      field,
      support.read(field, () => clocks.current(kind)),
    );
  }
  row.put(
    'throttle_reasons',
    support.read('reasons', () => clocks.eventReasons()),
  );
  row.put(
    'performance_state',
    support.read('pstate', () => clocks.performanceState()),
  );
}

const currentClocks = [
  ['sm_clock_hertz', clockKind.sm],
  ['graphics_clock_hertz', clockKind.graphics],
  ['memory_clock_hertz', clockKind.memory],
  ['video_clock_hertz', clockKind.video],
] as const;

export function readMemory({ memory }: Device, support: Support, row: RowBuilder): void {
  const usage = support.read('memory', () => memory.usage());
  row.put('memory_used_bytes', usage?.usedBytes);
  row.put('memory_free_bytes', usage?.freeBytes);
  row.put('memory_reserved_bytes', usage?.reservedBytes);
  row.put('memory_total_bytes', usage?.totalBytes);
}

const activeRatios = [
  ['graphics_active_ratio', gpmMetric.graphicsUtil],
  ['sm_active_ratio', gpmMetric.smUtil],
  ['sm_occupancy_ratio', gpmMetric.smOccupancy],
  ['tensor_active_ratio', gpmMetric.anyTensorUtil],
  ['dram_active_ratio', gpmMetric.dramBwUtil],
  ['fp64_active_ratio', gpmMetric.fp64Util],
  ['fp32_active_ratio', gpmMetric.fp32Util],
  ['fp16_active_ratio', gpmMetric.fp16Util],
] as const;

const pcieRates = [
  ['pcie_transmit_bytes_per_second', gpmMetric.pcieTxPerSec],
  ['pcie_receive_bytes_per_second', gpmMetric.pcieRxPerSec],
] as const;

/** Shares of cycles between two rounds (Hopper and newer). */
export function readActiveRatios(gpm: GpmReader, row: RowBuilder, hasPcieCounters: boolean): void {
  const wanted = hasPcieCounters ? activeRatios : [...activeRatios, ...pcieRates];
  const values = gpm.read(wanted.map(([, metric]) => metric));
  for (const [field, metric] of wanted) row.put(field, values?.get(metric));
}

/** Each call blocks for 20 ms: only where nothing else tells the traffic. */
export function readPcieThroughput(
  device: Device,
  due: ReadonlySet<Rate>,
  support: Support,
  row: RowBuilder,
): void {
  const { values } = row;
  const isKnown =
    'pcie_transmit_bytes_total' in values || 'pcie_transmit_bytes_per_second' in values;
  if (isKnown || !due.has('costly')) return;
  for (const [field, counter] of [
    ['pcie_transmit_bytes_per_second', pcieCounter.transmit],
    ['pcie_receive_bytes_per_second', pcieCounter.receive],
  ] as const) {
    row.put(
      field,
      support.read(field, () => device.pcie.throughput(counter)),
    );
  }
}
