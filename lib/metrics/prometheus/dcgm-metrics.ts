import { counter, gauge, type DcgmMetric } from './dcgm-metric.ts';

/**
 * Names, types and units of dcgm-exporter (etc/default-counters.csv, etc/dcp-metrics-included.csv
 * of github.com/NVIDIA/dcgm-exporter) and of the further fields that people add to those lists.
 */
export const dcgmMetrics: readonly DcgmMetric[] = [
  ...load(),
  ...activity(),
  ...memory(),
  ...clocks(),
  ...temperatures(),
  ...power(),
  ...throttling(),
  ...memoryHealth(),
  ...pcie(),
  ...nvlink(),
  ...modes(),
];

function load(): DcgmMetric[] {
  const share = (what: string) => `${what}, in percent`;
  return [
    gauge(
      'DCGM_FI_DEV_GPU_UTIL',
      'utilization_ratio',
      share('Time share with a kernel running'),
      'percent',
    ),
    gauge(
      'DCGM_FI_DEV_MEM_COPY_UTIL',
      'memory_utilization_ratio',
      share('Time share with device memory being accessed'),
      'percent',
    ),
    gauge(
      'DCGM_FI_DEV_ENC_UTIL',
      'encoder_utilization_ratio',
      share('Load of the video encoder'),
      'percent',
    ),
    gauge(
      'DCGM_FI_DEV_DEC_UTIL',
      'decoder_utilization_ratio',
      share('Load of the video decoder'),
      'percent',
    ),
  ];
}

function activity(): DcgmMetric[] {
  const active = (name: string, field: string, what: string) =>
    gauge(`DCGM_FI_PROF_${name}`, field, `${what}, 0 to 1`);
  return [
    gauge(
      'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
      [['graphics_active_ratio'], ['utilization_ratio']],
      'Share of cycles in which any engine was busy, 0 to 1',
      'none',
      'the time share with a kernel running where the GPU has no activity counters (before Hopper)',
    ),
    active('SM_ACTIVE', 'sm_active_ratio', 'Share of multiprocessor cycles with a warp resident'),
    active('SM_OCCUPANCY', 'sm_occupancy_ratio', 'Resident warps over the most that fit'),
    active(
      'PIPE_TENSOR_ACTIVE',
      'tensor_active_ratio',
      'Share of cycles in which a tensor pipe was busy',
    ),
    active(
      'PIPE_FP64_ACTIVE',
      'fp64_active_ratio',
      'Share of cycles in which the double-precision pipe was busy',
    ),
    active(
      'PIPE_FP32_ACTIVE',
      'fp32_active_ratio',
      'Share of cycles in which the single-precision pipe was busy',
    ),
    active(
      'PIPE_FP16_ACTIVE',
      'fp16_active_ratio',
      'Share of cycles in which the half-precision pipe was busy',
    ),
    active('DRAM_ACTIVE', 'dram_active_ratio', 'Share of cycles in which device memory moved data'),
  ];
}

function memory(): DcgmMetric[] {
  const size = (name: string, field: string, what: string) =>
    gauge(`DCGM_FI_DEV_${name}`, field, `${what}, in MiB`, 'mebibytes');
  return [
    size('FB_TOTAL', 'memory_total_bytes', 'Device memory installed'),
    size('FB_FREE', 'memory_free_bytes', 'Device memory free'),
    size('FB_USED', 'memory_used_bytes', 'Device memory in use'),
    size('FB_RESERVED', 'memory_reserved_bytes', 'Device memory held by the driver'),
    size('BAR1_TOTAL', 'bar1_total_bytes', 'Memory that can be mapped from the bus'),
    size('BAR1_USED', 'bar1_used_bytes', 'Memory mapped from the bus'),
  ];
}

function clocks(): DcgmMetric[] {
  const clock = (name: string, field: string, what: string) =>
    gauge(`DCGM_FI_DEV_${name}`, field, `${what}, in MHz`, 'megahertz');
  return [
    clock('SM_CLOCK', 'sm_clock_hertz', 'Clock of the multiprocessors'),
    clock('MEM_CLOCK', 'memory_clock_hertz', 'Clock of device memory'),
    clock('VIDEO_CLOCK', 'video_clock_hertz', 'Clock of the video engines'),
    clock('MAX_SM_CLOCK', 'sm_max_clock_hertz', 'Highest clock of the multiprocessors'),
    clock('MAX_MEM_CLOCK', 'memory_max_clock_hertz', 'Highest clock of device memory'),
    gauge('DCGM_FI_DEV_PSTATE', 'performance_state', 'Performance state: 0 fastest, 15 slowest'),
  ];
}

function temperatures(): DcgmMetric[] {
  const celsius = (name: string, field: string, what: string) =>
    gauge(`DCGM_FI_DEV_${name}`, field, `${what}, in degrees Celsius`);
  return [
    celsius('GPU_TEMP', 'temperature_celsius', 'GPU core temperature'),
    celsius('MEMORY_TEMP', 'memory_temperature_celsius', 'Device memory temperature'),
    celsius('GPU_TEMP_LIMIT', 'temperature_margin_celsius', 'Distance to the slowdown limit'),
    celsius('SLOWDOWN_TEMP', 'slowdown_temperature_celsius', 'Where hardware slows down'),
    celsius('SHUTDOWN_TEMP', 'shutdown_temperature_celsius', 'Where the board shuts down'),
    celsius(
      'GPU_MAX_OP_TEMP',
      'max_operating_temperature_celsius',
      'Where the driver slows down for the core',
    ),
    celsius(
      'MEM_MAX_OP_TEMP',
      'memory_max_temperature_celsius',
      'Where the driver slows down for device memory',
    ),
    gauge('DCGM_FI_DEV_FAN_SPEED', 'fan_ratio', 'Fan speed, in percent', 'percent'),
  ];
}

function power(): DcgmMetric[] {
  const watts = (name: string, source: string | string[][], what: string, note?: string) =>
    gauge(`DCGM_FI_DEV_${name}`, source, `${what}, in watts`, 'none', note);
  return [
    watts(
      'POWER_USAGE',
      [['power_average_watts'], ['power_watts']],
      'Power drawn by the board',
      'the instant value where the driver gives no average',
    ),
    watts('POWER_USAGE_INSTANT', 'power_watts', 'Power drawn by the board at this instant'),
    counter(
      'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
      'energy_joules_total',
      'Energy since the driver was loaded, in millijoules',
      'millijoules',
    ),
    watts('ENFORCED_POWER_LIMIT', 'power_limit_watts', 'Power limit in force'),
    watts(
      'POWER_MGMT_LIMIT',
      'power_limit_watts',
      'Power limit in force',
      'the limit in force, where DCGM has the one that was asked for',
    ),
    watts('POWER_MGMT_LIMIT_DEF', 'power_default_limit_watts', 'Power limit as shipped'),
    watts('POWER_MGMT_LIMIT_MIN', 'power_min_limit_watts', 'Lowest power limit that can be set'),
    watts('POWER_MGMT_LIMIT_MAX', 'power_max_limit_watts', 'Highest power limit that can be set'),
    watts(
      'MODULE_POWER_UTIL_CURRENT',
      'module_power_watts',
      'Power of GPU and CPU together on a superchip module',
    ),
  ];
}

function throttling(): DcgmMetric[] {
  const reasons = 'Bit set of why the clock is held down (NVML clock event reasons)';
  const time = (name: string, sources: string[][], why: string, note?: string) =>
    counter(
      `DCGM_FI_DEV_${name}`,
      sources,
      `Time clocked down for ${why}, in nanoseconds`,
      'nanoseconds',
      note,
    );
  const powerCap = [['throttle_power_cap_seconds_total']];
  const syncBoost = [['throttle_sync_boost_seconds_total']];
  const thermal = ['throttle_sw_thermal_seconds_total', 'throttle_hw_thermal_seconds_total'];
  const counted = 'counted by the driver where it does, else from the reasons once a second';
  return [
    gauge('DCGM_FI_DEV_CLOCK_THROTTLE_REASONS', 'throttle_reasons', reasons),
    gauge('DCGM_FI_DEV_CLOCKS_EVENT_REASONS', 'throttle_reasons', reasons),
    time('POWER_VIOLATION', powerCap, 'the power limit', counted),
    time(
      'THERMAL_VIOLATION',
      [thermal],
      'temperature',
      `${counted}; driver and hardware added up, so a second that both held counts twice`,
    ),
    time('SYNC_BOOST_VIOLATION', syncBoost, 'a slower GPU of its group', counted),
    time('CLOCKS_EVENT_REASON_SW_POWER_CAP_NS', powerCap, 'the power limit', counted),
    time('CLOCKS_EVENT_REASON_SYNC_BOOST_NS', syncBoost, 'a slower GPU of its group', counted),
    time(
      'CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN_NS',
      [['throttle_sw_thermal_seconds_total']],
      'temperature, by the driver',
      counted,
    ),
    time(
      'CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN_NS',
      [['throttle_hw_thermal_seconds_total']],
      'temperature, by the hardware',
      counted,
    ),
    time(
      'CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN_NS',
      [['throttle_power_brake_seconds_total']],
      'the power brake of the supply or rack',
      counted,
    ),
  ];
}

function memoryHealth(): DcgmMetric[] {
  const count = (name: string, field: string, what: string) =>
    counter(`DCGM_FI_DEV_${name}`, field, what);
  const yes = (name: string, field: string, what: string) =>
    gauge(`DCGM_FI_DEV_${name}`, field, `1 when ${what}`);
  return [
    count(
      'ECC_SBE_VOL_TOTAL',
      'ecc_corrected_since_load_total',
      'Memory errors corrected since the driver was loaded',
    ),
    count(
      'ECC_DBE_VOL_TOTAL',
      'ecc_uncorrected_since_load_total',
      'Memory errors not corrected since the driver was loaded',
    ),
    count(
      'ECC_SBE_AGG_TOTAL',
      'ecc_corrected_total',
      'Memory errors corrected over the life of the board',
    ),
    count(
      'ECC_DBE_AGG_TOTAL',
      'ecc_uncorrected_total',
      'Memory errors not corrected over the life of the board',
    ),
    yes(
      'THRESHOLD_SRM',
      'sram_ecc_threshold_exceeded',
      'SRAM has had more uncorrected errors than the vendor accepts',
    ),
    count('RETIRED_SBE', 'retired_pages_corrected_total', 'Pages retired for corrected errors'),
    count('RETIRED_DBE', 'retired_pages_uncorrected_total', 'Pages retired for uncorrected errors'),
    yes('RETIRED_PENDING', 'retired_pages_pending', 'a page waits for a reset to be retired'),
    count(
      'UNCORRECTABLE_REMAPPED_ROWS',
      'remapped_rows_uncorrectable_total',
      'Rows remapped for uncorrected errors',
    ),
    count(
      'CORRECTABLE_REMAPPED_ROWS',
      'remapped_rows_correctable_total',
      'Rows remapped for corrected errors',
    ),
    yes('ROW_REMAP_PENDING', 'remapped_rows_pending', 'a remapping waits for a reset'),
    yes('ROW_REMAP_FAILURE', 'remapped_rows_failed', 'a remapping failed: replace the board'),
  ];
}

function pcie(): DcgmMetric[] {
  const rate = (direction: string) => [
    [`rate(pcie_${direction}_bytes_total)`],
    [`pcie_${direction}_bytes_per_second`],
  ];
  const notACounter = 'a gauge, as it is a rate; older lists of dcgm-exporter call it a counter';
  const throughput = (name: string, direction: string, what: string) =>
    gauge(
      `DCGM_FI_DEV_PCIE_${name}_THROUGHPUT`,
      [[`pcie_${direction}_bytes_per_second`], [`rate(pcie_${direction}_bytes_total)`]],
      `${what} over PCIe, in kB per second`,
      'kilobytes',
      notACounter,
    );
  return [
    throughput('TX', 'transmit', 'Sent'),
    throughput('RX', 'receive', 'Received'),
    gauge('DCGM_FI_PROF_PCIE_TX_BYTES', rate('transmit'), 'Sent over PCIe, in bytes per second'),
    gauge('DCGM_FI_PROF_PCIE_RX_BYTES', rate('receive'), 'Received over PCIe, in bytes per second'),
    counter('DCGM_FI_DEV_PCIE_REPLAY_COUNTER', 'pcie_replay_total', 'PCIe packets sent again'),
    counter(
      'DCGM_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS',
      'pcie_correctable_errors_total',
      'PCIe errors that the link corrected',
    ),
    gauge('DCGM_FI_DEV_PCIE_LINK_GEN', 'pcie_link_generation', 'PCIe generation in use'),
    gauge('DCGM_FI_DEV_PCIE_LINK_WIDTH', 'pcie_link_width', 'PCIe lanes in use'),
    gauge(
      'DCGM_FI_DEV_PCIE_MAX_LINK_GEN',
      'pcie_max_link_generation',
      'PCIe generation that GPU and slot can do',
    ),
    gauge(
      'DCGM_FI_DEV_PCIE_MAX_LINK_WIDTH',
      'pcie_max_link_width',
      'PCIe lanes that GPU and slot have',
    ),
  ];
}

function nvlink(): DcgmMetric[] {
  const count = (name: string, field: string, what: string, note?: string) =>
    counter(`DCGM_FI_DEV_NVLINK_${name}`, field, `${what}, all links together`, 'none', note);
  return [
    gauge(
      'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL',
      [['rate(nvlink_transmit_bytes_total)', 'rate(nvlink_receive_bytes_total)']],
      'Sent and received over all NVLinks, in MB per second',
      'megabytes',
      'a gauge, as it is a rate; older lists of dcgm-exporter call it a counter',
    ),
    gauge(
      'DCGM_FI_PROF_NVLINK_TX_BYTES',
      'rate(nvlink_transmit_bytes_total)',
      'Sent over all NVLinks, in bytes per second',
    ),
    gauge(
      'DCGM_FI_PROF_NVLINK_RX_BYTES',
      'rate(nvlink_receive_bytes_total)',
      'Received over all NVLinks, in bytes per second',
    ),
    count('COUNT_TX_BYTES', 'nvlink_transmit_bytes_total', 'Bytes sent'),
    count('COUNT_RX_BYTES', 'nvlink_receive_bytes_total', 'Bytes received'),
    count(
      'CRC_FLIT_ERROR_COUNT_TOTAL',
      'nvlink_crc_errors_total',
      'Checksum errors',
      'checksum errors of every kind; CRC_DATA_ERROR_COUNT_TOTAL is not told apart',
    ),
    count('REPLAY_ERROR_COUNT_TOTAL', 'nvlink_replay_errors_total', 'Packets sent again'),
    count('RECOVERY_ERROR_COUNT_TOTAL', 'nvlink_recovery_errors_total', 'Retrainings of a link'),
  ];
}

function modes(): DcgmMetric[] {
  return [
    gauge('DCGM_FI_DEV_ECC_CURRENT', 'ecc_enabled', '1 when memory is protected by ECC'),
    gauge('DCGM_FI_DEV_MIG_MODE', 'mig_enabled', '1 when the GPU is split into instances'),
    gauge(
      'DCGM_FI_DEV_PERSISTENCE_MODE',
      'persistence_enabled',
      '1 when the driver stays loaded without clients',
    ),
    gauge(
      'DCGM_FI_DEV_FABRIC_HEALTH_SUMMARY',
      'fabric_health',
      'NVLink fabric: 1 healthy, 2 unhealthy, 3 limited',
    ),
    gauge(
      'DCGM_FI_DEV_GET_GPU_RECOVERY_ACTION',
      'recovery_action',
      'What the driver asks for: 0 nothing, 1 GPU reset, 2 reboot, 3 drain, 4 drain and reset',
    ),
  ];
}
