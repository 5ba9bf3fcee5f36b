import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import { counter, gauge, state } from './descriptor.ts';
import { gpuTags } from './tags.ts';

export const gpu: MeasurementDescriptor = {
  name: 'gpu',
  help: 'One GPU or MIG instance, as its driver reports it.',
  tags: gpuTags,
  fields: [
    ...load(),
    ...power(),
    ...temperatures(),
    ...clocks(),
    ...throttling(),
    ...memoryHealth(),
    ...pcie(),
    ...nvlink(),
    ...health(),
  ],
};

function load(): MetricDescriptor[] {
  return [
    gauge('utilization_ratio', 'ratio', 'time share with at least one kernel running'),
    gauge('memory_utilization_ratio', 'ratio', 'time share with device memory being accessed'),
    gauge('encoder_utilization_ratio', 'ratio', 'load of the video encoder'),
    gauge('decoder_utilization_ratio', 'ratio', 'load of the video decoder'),
    gauge('graphics_active_ratio', 'ratio', 'share of cycles in which any engine was busy'),
    gauge('sm_active_ratio', 'ratio', 'share of multiprocessor cycles with a warp resident'),
    gauge('sm_occupancy_ratio', 'ratio', 'resident warps over the most that fit'),
    gauge('tensor_active_ratio', 'ratio', 'share of cycles in which a tensor pipe was busy'),
    gauge(
      'fp64_active_ratio',
      'ratio',
      'share of cycles in which the double-precision pipe was busy',
    ),
    gauge(
      'fp32_active_ratio',
      'ratio',
      'share of cycles in which the single-precision pipe was busy',
    ),
    gauge(
      'fp16_active_ratio',
      'ratio',
      'share of cycles in which the half-precision pipe was busy',
    ),
    gauge('dram_active_ratio', 'ratio', 'share of cycles in which device memory moved data'),
    gauge('memory_used_bytes', 'bytes', 'device memory in use', 'integer'),
    gauge('memory_free_bytes', 'bytes', 'device memory free', 'integer'),
    gauge('memory_reserved_bytes', 'bytes', 'device memory held by the driver', 'integer'),
    gauge('memory_total_bytes', 'bytes', 'device memory installed', 'integer'),
    gauge('bar1_used_bytes', 'bytes', 'mapped for access from the bus, in use', 'integer'),
    gauge('bar1_total_bytes', 'bytes', 'mappable for access from the bus', 'integer'),
    gauge('process_count', 'count', 'processes with a context on the device', 'integer'),
  ];
}

function power(): MetricDescriptor[] {
  return [
    gauge(
      'power_watts',
      'watts',
      'power drawn by the board: instant where the driver tells, else its average',
    ),
    gauge('power_average_watts', 'watts', 'power drawn by the board, mean of the last second'),
    gauge('module_power_watts', 'watts', 'power of GPU and CPU together on a superchip module'),
    gauge('memory_power_watts', 'watts', 'power of device memory alone'),
    gauge('power_limit_watts', 'watts', 'power limit in force'),
    gauge('power_default_limit_watts', 'watts', 'power limit as shipped'),
    gauge('power_min_limit_watts', 'watts', 'lowest power limit that can be set'),
    gauge('power_max_limit_watts', 'watts', 'highest power limit that can be set'),
    counter('energy_joules_total', 'joules', 'energy since the driver was loaded', 'float'),
  ];
}

function temperatures(): MetricDescriptor[] {
  return [
    gauge('temperature_celsius', 'celsius', 'GPU core'),
    gauge('memory_temperature_celsius', 'celsius', 'device memory (HBM)'),
    gauge('hotspot_temperature_celsius', 'celsius', 'hottest spot of the die (AMD junction)'),
    gauge('temperature_margin_celsius', 'celsius', 'distance to the slowdown limit'),
    gauge(
      'slowdown_temperature_celsius',
      'celsius',
      'core temperature at which hardware slows down',
    ),
    gauge(
      'shutdown_temperature_celsius',
      'celsius',
      'core temperature at which the board shuts down',
    ),
    gauge(
      'max_operating_temperature_celsius',
      'celsius',
      'core temperature at which the driver slows down',
    ),
    gauge(
      'memory_max_temperature_celsius',
      'celsius',
      'memory temperature at which the driver slows down',
    ),
    gauge('fan_ratio', 'ratio', 'fan speed over its maximum; absent on modules without fans'),
  ];
}

function clocks(): MetricDescriptor[] {
  return [
    gauge('sm_clock_hertz', 'hertz', 'clock of the multiprocessors'),
    gauge('sm_max_clock_hertz', 'hertz', 'highest clock of the multiprocessors'),
    gauge('graphics_clock_hertz', 'hertz', 'clock of the graphics engine'),
    gauge('video_clock_hertz', 'hertz', 'clock of the video engines'),
    gauge('memory_clock_hertz', 'hertz', 'clock of device memory'),
    gauge('memory_max_clock_hertz', 'hertz', 'highest clock of device memory'),
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
    because('application_clocks', 'limit that somebody has set on the clock'),
  ];
}

function memoryHealth(): MetricDescriptor[] {
  return [
    counter('ecc_corrected_total', 'count', 'memory errors corrected over the life of the board'),
    counter('ecc_uncorrected_total', 'count', 'memory errors that could not be corrected'),
    counter(
      'ecc_corrected_since_load_total',
      'count',
      'memory errors corrected since the driver was loaded',
    ),
    counter(
      'ecc_uncorrected_since_load_total',
      'count',
      'memory errors not corrected since the driver was loaded',
    ),
    state(
      'sram_ecc_threshold_exceeded',
      '1 when SRAM has had more uncorrected errors than the vendor accepts',
    ),
    counter(
      'retired_pages_corrected_total',
      'count',
      'pages retired for repeated corrected errors (before Ampere)',
    ),
    counter(
      'retired_pages_uncorrected_total',
      'count',
      'pages retired for uncorrected errors (before Ampere)',
    ),
    state('retired_pages_pending', '1 when a page waits for a reset to be retired'),
    counter('remapped_rows_correctable_total', 'count', 'rows remapped for corrected errors'),
    counter('remapped_rows_uncorrectable_total', 'count', 'rows remapped for uncorrected errors'),
    state('remapped_rows_pending', '1 when a remapping waits for a reset'),
    state('remapped_rows_failed', '1 when a remapping failed: replace the board'),
  ];
}

function pcie(): MetricDescriptor[] {
  return [
    counter('pcie_receive_bytes_total', 'bytes', 'received over PCIe'),
    counter('pcie_transmit_bytes_total', 'bytes', 'sent over PCIe'),
    gauge(
      'pcie_receive_bytes_per_second',
      'bytes_per_second',
      'received over PCIe, as the driver measured it over a short time',
    ),
    gauge(
      'pcie_transmit_bytes_per_second',
      'bytes_per_second',
      'sent over PCIe, as the driver measured it over a short time',
    ),
    counter('pcie_replay_total', 'count', 'PCIe packets sent again'),
    counter('pcie_correctable_errors_total', 'count', 'PCIe errors that the link corrected'),
    counter(
      'pcie_uncorrectable_errors_total',
      'count',
      'PCIe errors that the link could not correct',
    ),
    state('pcie_link_generation', 'PCIe generation the link runs at now'),
    state('pcie_link_width', 'PCIe lanes in use now'),
    state('pcie_max_link_generation', 'PCIe generation that GPU and slot can do'),
    state('pcie_max_link_width', 'PCIe lanes that GPU and slot have'),
  ];
}

function nvlink(): MetricDescriptor[] {
  return [
    counter('nvlink_receive_bytes_total', 'bytes', 'received over all NVLinks'),
    counter('nvlink_transmit_bytes_total', 'bytes', 'sent over all NVLinks'),
    counter('nvlink_crc_errors_total', 'count', 'NVLink checksum errors'),
    counter('nvlink_replay_errors_total', 'count', 'NVLink packets sent again'),
    counter('nvlink_recovery_errors_total', 'count', 'NVLink retrainings after an error'),
    state('nvlink_links', 'NVLinks the board has'),
    state('nvlink_links_up', 'NVLinks that are active'),
  ];
}

function health(): MetricDescriptor[] {
  return [
    state('lost', '1 when the driver has lost the GPU: it has fallen off the bus'),
    state('reset_required', '1 when the driver waits for a reset of the GPU'),
    state(
      'recovery_action',
      'what the driver asks for: 0 nothing, 1 GPU reset, 2 reboot, 3 drain peers, 4 drain and reset, 5 recover the IMEX domain',
    ),
    state('fabric_state', 'joining the NVLink fabric: 1 not started, 2 in progress, 3 completed'),
    state('fabric_health', 'NVLink fabric: 1 healthy, 2 unhealthy, 3 limited'),
    state('mig_enabled', '1 when the GPU is split into MIG instances'),
    state('ecc_enabled', '1 when memory is protected by ECC'),
    state('persistence_enabled', '1 when the driver stays loaded without clients'),
  ];
}
