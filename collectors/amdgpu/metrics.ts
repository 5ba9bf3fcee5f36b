import { withFields } from '#lib/metrics/descriptor.ts';
import { gpu } from '#lib/metrics/gpu.ts';
import { gpuEvent } from '#lib/metrics/gpu-event.ts';
import { gpuInfo } from '#lib/metrics/gpu-info.ts';
import type { MeasurementDescriptor } from '#lib/model/metric.ts';

/** What amdgpu's files tell; the rest of `gpu` needs AMD's library or is NVIDIA's alone. */
const gpuFields = new Set([
  'utilization_ratio',
  'memory_utilization_ratio',
  'memory_used_bytes',
  'memory_free_bytes',
  'memory_total_bytes',
  'power_watts',
  'power_average_watts',
  'power_limit_watts',
  'power_default_limit_watts',
  'power_min_limit_watts',
  'power_max_limit_watts',
  'energy_joules_total',
  'temperature_celsius',
  'memory_temperature_celsius',
  'hotspot_temperature_celsius',
  'slowdown_temperature_celsius',
  'shutdown_temperature_celsius',
  'memory_max_temperature_celsius',
  'fan_ratio',
  'sm_clock_hertz',
  'sm_max_clock_hertz',
  'memory_clock_hertz',
  'memory_max_clock_hertz',
  'ecc_corrected_since_load_total',
  'ecc_uncorrected_since_load_total',
  'retired_pages_uncorrected_total',
  'retired_pages_pending',
  'pcie_replay_total',
  'pcie_link_generation',
  'pcie_link_width',
]);

const infoFields = new Set([
  'vendor',
  'serial',
  'part_number',
  'pci_bus_id',
  'driver_version',
  'vbios_version',
  'numa_node',
]);

const eventFields = new Set([
  'code',
  'message',
  'title',
  'meaning',
  'action',
  'severity',
  'source',
]);

export const metrics: readonly MeasurementDescriptor[] = [
  withFields(gpu, ({ name }) => gpuFields.has(name)),
  withFields(gpuInfo, ({ name }) => infoFields.has(name)),
  withFields(gpuEvent, ({ name }) => eventFields.has(name)),
];
