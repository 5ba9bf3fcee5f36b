import { withFields } from '#lib/metrics/descriptor.ts';
import { gpu } from '#lib/metrics/gpu.ts';
import { gpuEvent } from '#lib/metrics/gpu-event.ts';
import { gpuInfo } from '#lib/metrics/gpu-info.ts';
import { gpuProcess } from '#lib/metrics/gpu-process.ts';
import type { MeasurementDescriptor } from '#lib/model/metric.ts';

/** NVML does not tell the temperature of the hottest spot. */
export const metrics: readonly MeasurementDescriptor[] = [
  withFields(gpu, (field) => field.name !== 'hotspot_temperature_celsius'),
  gpuInfo,
  gpuEvent,
  gpuProcess,
];
