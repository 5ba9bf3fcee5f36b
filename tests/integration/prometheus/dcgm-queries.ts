/** The panels of dcgm-exporter's dashboard (12239 at grafana.com), with `extra` as a matcher. */
export interface Panel {
  readonly title: string;
  readonly expression: (extra: string) => string;
}

const chosen = 'Hostname=~"(gpu-a|gpu-b)", gpu=~"(0|1)"';

export const dashboardPanels: readonly Panel[] = [
  {
    title: 'GPU Temperature',
    expression: (extra) =>
      `max(DCGM_FI_DEV_GPU_TEMP{${chosen}, ${extra}}) by (Hostname, gpu, uuid)`,
  },
  {
    title: 'GPU Avg. Temp',
    expression: (extra) => `avg(DCGM_FI_DEV_GPU_TEMP{${chosen}, ${extra}})`,
  },
  {
    title: 'GPU Power Usage',
    expression: (extra) =>
      `max(DCGM_FI_DEV_POWER_USAGE{${chosen}, ${extra}}) by (Hostname, gpu, uuid)`,
  },
  {
    title: 'GPU Power Total',
    expression: (extra) => `sum(max(DCGM_FI_DEV_POWER_USAGE{${chosen}, ${extra}}) by (gpu))`,
  },
  {
    title: 'GPU SM Clocks',
    expression: (extra) =>
      `max(DCGM_FI_DEV_SM_CLOCK{${chosen}, ${extra}} * 1000000) by (Hostname, UUID, gpu)`,
  },
  {
    title: 'GPU Utilization',
    expression: (extra) =>
      `max(DCGM_FI_PROF_GR_ENGINE_ACTIVE{${chosen}, ${extra}}) by (Hostname, gpu, GPU_I_ID, GPU_I_PROFILE)`,
  },
  {
    title: 'Tensor Core Utilization',
    expression: (extra) =>
      `max(DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{${chosen}, ${extra}}) by (Hostname, gpu, GPU_I_ID, GPU_I_PROFILE)`,
  },
  {
    title: 'GPU Framebuffer Mem Used',
    expression: (extra) =>
      `max(DCGM_FI_DEV_FB_USED{${chosen}, ${extra}}) by (Hostname, gpu, GPU_I_ID, GPU_I_PROFILE)`,
  },
];

export interface AlertRule {
  /** `{}` stands where a matcher goes. */
  readonly expression: string;
  /** What it must say of the simulated hosts. */
  readonly fires: boolean;
}

/** Kinds of rules that people have for dcgm-exporter; each stands for what it compares. */
export const alertRules: readonly AlertRule[] = [
  { expression: 'DCGM_FI_DEV_GPU_TEMP{} > 85', fires: false },
  { expression: 'DCGM_FI_DEV_MEMORY_TEMP{} > 90', fires: true },
  { expression: 'DCGM_FI_DEV_GPU_UTIL{} > 95', fires: true },
  { expression: 'avg_over_time(DCGM_FI_DEV_GPU_UTIL{}[1m]) < 5', fires: false },
  {
    expression: 'DCGM_FI_DEV_FB_USED{} / (DCGM_FI_DEV_FB_USED{} + DCGM_FI_DEV_FB_FREE{}) > 0.9',
    fires: true,
  },
  { expression: 'DCGM_FI_DEV_POWER_USAGE{} / DCGM_FI_DEV_POWER_MGMT_LIMIT{} > 0.98', fires: true },
  {
    expression: 'DCGM_FI_DEV_POWER_USAGE{} > on (UUID, job) DCGM_FI_DEV_ENFORCED_POWER_LIMIT{}',
    fires: false,
  },
  {
    expression: 'rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{}[10s]) / 1000 > 500',
    fires: true,
  },
  { expression: 'rate(DCGM_FI_DEV_POWER_VIOLATION{}[10s]) / 1e9 > 0.1', fires: true },
  { expression: 'rate(DCGM_FI_DEV_THERMAL_VIOLATION{}[10s]) > 0', fires: false },
  { expression: 'DCGM_FI_DEV_CLOCK_THROTTLE_REASONS{} == 4', fires: true },
  {
    expression: 'DCGM_FI_DEV_SM_CLOCK{} < 0.9 * DCGM_FI_DEV_MAX_SM_CLOCK{}',
    fires: true,
  },
  { expression: 'increase(DCGM_FI_DEV_ECC_SBE_VOL_TOTAL{}[10s]) > 0', fires: true },
  { expression: 'increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{}[10s]) > 0', fires: false },
  { expression: 'DCGM_FI_DEV_ROW_REMAP_FAILURE{} > 0', fires: false },
  { expression: 'DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS{} > 0', fires: true },
  { expression: 'increase(DCGM_FI_DEV_PCIE_REPLAY_COUNTER{}[10s]) > 0', fires: true },
  { expression: 'DCGM_FI_DEV_PCIE_LINK_GEN{} < DCGM_FI_DEV_PCIE_MAX_LINK_GEN{}', fires: false },
  {
    expression: 'rate(DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL{}[10s]) > 0',
    fires: false,
  },
  { expression: 'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL{} > 1000', fires: true },
  { expression: 'DCGM_FI_PROF_PCIE_TX_BYTES{} > 1e6', fires: true },
  {
    expression: 'sum by (modelName, Hostname) (DCGM_FI_DEV_POWER_USAGE{}) > 1000',
    fires: true,
  },
  { expression: 'count by (Hostname) (DCGM_FI_DEV_GPU_TEMP{}) < 2', fires: false },
  { expression: 'absent(DCGM_FI_DEV_GPU_UTIL{})', fires: false },
];
