import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state } from './descriptor.ts';
import { gpuTag, hostTag } from './tags.ts';

export const gpu: MeasurementDescriptor = {
  name: 'gpu',
  help: 'One GPU or MIG instance, as its driver reports it.',
  tags: [
    hostTag,
    gpuTag,
    { name: 'index', help: 'position on the host; changes over a reboot', isDescription: true },
    { name: 'model', help: 'product name, such as NVIDIA H100 80GB HBM3', isDescription: true },
  ],
  fields: [
    ...load(),
    ...power(),
    ...temperatures(),
    ...clocks(),
    ...throttling(),
    ...memoryHealth(),
    ...links(),
  ],
};

function load(): MetricDescriptor[] {
  return [
    gauge('utilization_ratio', 'ratio', 'time share with at least one kernel running'),
    gauge('memory_utilization_ratio', 'ratio', 'time share with device memory being accessed'),
    gauge('encoder_utilization_ratio', 'ratio', 'load of the video encoder'),
    gauge('decoder_utilization_ratio', 'ratio', 'load of the video decoder'),
    gauge('sm_active_ratio', 'ratio', 'share of multiprocessor cycles with a warp resident'),
    gauge('sm_occupancy_ratio', 'ratio', 'resident warps over the most that fit'),
    gauge('tensor_active_ratio', 'ratio', 'share of cycles in which a tensor pipe was busy'),
    gauge('dram_active_ratio', 'ratio', 'share of cycles in which device memory moved data'),
    gauge('memory_used_bytes', 'bytes', 'device memory in use', 'integer'),
    gauge('memory_total_bytes', 'bytes', 'device memory installed', 'integer'),
    gauge('process_count', 'count', 'processes with a context on the device', 'integer'),
  ];
}

function power(): MetricDescriptor[] {
  return [
    gauge('power_watts', 'watts', 'power drawn by the board'),
    gauge('power_limit_watts', 'watts', 'power limit in force'),
    counter('energy_joules_total', 'joules', 'energy since the driver was loaded', 'float'),
  ];
}

function temperatures(): MetricDescriptor[] {
  return [
    gauge('temperature_celsius', 'celsius', 'GPU core'),
    gauge('memory_temperature_celsius', 'celsius', 'device memory (HBM)'),
    gauge('temperature_margin_celsius', 'celsius', 'distance to the slowdown limit'),
    gauge('fan_ratio', 'ratio', 'fan speed over its maximum; absent on modules without fans'),
  ];
}

function clocks(): MetricDescriptor[] {
  return [
    gauge('sm_clock_hertz', 'hertz', 'clock of the multiprocessors'),
    gauge('memory_clock_hertz', 'hertz', 'clock of device memory'),
    state('performance_state', 'P-state: 0 is the fastest, 15 the slowest'),
  ];
}

function throttling(): MetricDescriptor[] {
  const because = (reason: string, help: string) =>
    counter(`throttle_${reason}_seconds_total`, 'seconds', `time clocked down: ${help}`, 'float');
  return [
    state('throttle_reasons', 'bit set of NVML clock event reasons'),
    because('power_cap', 'power limit'),
    because('hw_slowdown', 'hardware slowdown of any cause'),
    because('sw_thermal', 'driver, for temperature'),
    because('hw_thermal', 'hardware, for temperature'),
    because('power_brake', 'external power brake of the supply or rack'),
    because('sync_boost', 'held to the clock of a slower GPU of its group'),
  ];
}

function memoryHealth(): MetricDescriptor[] {
  return [
    counter('ecc_corrected_total', 'count', 'memory errors corrected over the life of the board'),
    counter('ecc_uncorrected_total', 'count', 'memory errors that could not be corrected'),
    counter('remapped_rows_correctable_total', 'count', 'rows remapped for corrected errors'),
    counter('remapped_rows_uncorrectable_total', 'count', 'rows remapped for uncorrected errors'),
    state('remapped_rows_pending', '1 when a remapping waits for a reset'),
    state('remapped_rows_failed', '1 when a remapping failed: replace the board'),
  ];
}

function links(): MetricDescriptor[] {
  return [
    counter('pcie_receive_bytes_total', 'bytes', 'received over PCIe'),
    counter('pcie_transmit_bytes_total', 'bytes', 'sent over PCIe'),
    counter('pcie_replay_total', 'count', 'PCIe packets sent again'),
    state('pcie_link_generation', 'PCIe generation the link runs at now'),
    state('pcie_link_width', 'PCIe lanes in use now'),
    counter('nvlink_receive_bytes_total', 'bytes', 'received over all NVLinks'),
    counter('nvlink_transmit_bytes_total', 'bytes', 'sent over all NVLinks'),
    counter('nvlink_crc_errors_total', 'count', 'NVLink checksum errors'),
    counter('nvlink_replay_errors_total', 'count', 'NVLink packets sent again'),
    counter('nvlink_recovery_errors_total', 'count', 'NVLink retrainings after an error'),
  ];
}
