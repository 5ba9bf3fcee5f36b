import { describe, expect, it } from 'vitest';
import { measurements } from '../catalogue.ts';
import { gpu } from '../gpu.ts';
import { dcgmMetrics } from './dcgm-metrics.ts';
import { fieldsWithoutDcgmName } from './gpu-families.ts';
import { nativeMeasurements, numericFields } from './native-families.ts';
import { nativeFamily } from './native-name.ts';
import { lastXid, xidEvents, xidsByCode } from './xid-families.ts';

const rate = /^rate\((.+)\)$/;

function fieldOf(source: string) {
  const name = rate.exec(source)?.[1] ?? source;
  return gpu.fields.find((field) => field.name === name);
}

const families = [
  ...dcgmMetrics,
  ...fieldsWithoutDcgmName.map((field) => nativeFamily(gpu, field)),
  ...[lastXid, xidsByCode, xidEvents],
  ...nativeMeasurements.flatMap((measurement) =>
    numericFields(measurement).map((field) => nativeFamily(measurement, field)),
  ),
];

describe('families', () => {
  it('each have a name of their own, a help text and a type', () => {
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    for (const { name, help } of families) {
      expect(name).toMatch(/^(DCGM_FI_(DEV|PROF)_[A-Z0-9_]+|isotherm_[a-z0-9_]+)$/);
      expect(help).toMatch(/^[A-Z0-9].*[^.]$/);
    }
  });

  it('show every number of the catalogue', () => {
    const fed = new Set(dcgmMetrics.flatMap(({ sources }) => sources.flat()).map(fieldOf));
    const shown = new Set([...fed, ...fieldsWithoutDcgmName]);
    for (const field of gpu.fields.filter(({ kind }) => kind !== 'text')) {
      expect(shown, field.name).toContain(field);
    }
    for (const { name } of measurements) {
      const isShown = nativeMeasurements.some((measurement) => measurement.name === name);
      expect(isShown || ['gpu', 'gpu_info', 'gpu_event'].includes(name), name).toBe(true);
    }
  });
});

describe('the metrics of dcgm-exporter', () => {
  it.each(dcgmMetrics)('$name is fed by fields of the catalogue, of its own type', (metric) => {
    for (const source of metric.sources.flat()) {
      const field = fieldOf(source);
      expect(field, source).toBeDefined();
      expect(field?.kind === 'counter').toBe(metric.type === 'counter' || rate.test(source));
    }
  });

  it('count in its units', () => {
    const scale = (name: string) => dcgmMetrics.find((metric) => metric.name === name)?.scale;
    expect(scale('DCGM_FI_DEV_SM_CLOCK')).toBe(1e-6);
    expect(scale('DCGM_FI_DEV_GPU_UTIL')).toBe(100);
    expect(scale('DCGM_FI_DEV_FB_USED')).toBe(1 / 1024 / 1024);
    expect(scale('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION')).toBe(1000);
    expect(scale('DCGM_FI_DEV_POWER_VIOLATION')).toBe(1e9);
    expect(scale('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')).toBe(1);
  });

  it('are all of its two lists that a driver can be asked for', () => {
    const names = new Set([...dcgmMetrics, lastXid].map(({ name }) => name));
    for (const name of listedByDcgmExporter) {
      expect(names.has(name) || notFed.has(name), name).toBe(true);
    }
    for (const name of notFed) expect(names.has(name), name).toBe(false);
  });
});

/** Nobody tells us these: see docs/prometheus.md. */
const notFed = new Set([
  'DCGM_FI_DEV_BOARD_LIMIT_VIOLATION',
  'DCGM_FI_DEV_LOW_UTIL_VIOLATION',
  'DCGM_FI_DEV_RELIABILITY_VIOLATION',
  'DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL',
  'DCGM_FI_DEV_NVLINK_BANDWIDTH_L0',
  'DCGM_FI_DEV_VGPU_LICENSE_STATUS',
]);

/** etc/default-counters.csv and etc/dcp-metrics-included.csv, what is commented out included. */
const listedByDcgmExporter = `
  SM_CLOCK MEM_CLOCK MEMORY_TEMP GPU_TEMP POWER_USAGE TOTAL_ENERGY_CONSUMPTION PCIE_TX_THROUGHPUT
  PCIE_RX_THROUGHPUT PCIE_REPLAY_COUNTER GPU_UTIL MEM_COPY_UTIL ENC_UTIL DEC_UTIL XID_ERRORS
  POWER_VIOLATION THERMAL_VIOLATION SYNC_BOOST_VIOLATION BOARD_LIMIT_VIOLATION LOW_UTIL_VIOLATION
  RELIABILITY_VIOLATION FB_FREE FB_USED FB_RESERVED ECC_SBE_VOL_TOTAL ECC_DBE_VOL_TOTAL
  ECC_SBE_AGG_TOTAL ECC_DBE_AGG_TOTAL RETIRED_SBE RETIRED_DBE RETIRED_PENDING
  NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL NVLINK_CRC_DATA_ERROR_COUNT_TOTAL
  NVLINK_REPLAY_ERROR_COUNT_TOTAL NVLINK_RECOVERY_ERROR_COUNT_TOTAL NVLINK_BANDWIDTH_TOTAL
  NVLINK_BANDWIDTH_L0 VGPU_LICENSE_STATUS UNCORRECTABLE_REMAPPED_ROWS CORRECTABLE_REMAPPED_ROWS
  ROW_REMAP_FAILURE
`
  .trim()
  .split(/\s+/)
  .map((name) => `DCGM_FI_DEV_${name}`)
  .concat(
    [
      'GR_ENGINE_ACTIVE',
      'SM_ACTIVE',
      'SM_OCCUPANCY',
      'PIPE_TENSOR_ACTIVE',
      'DRAM_ACTIVE',
      'PIPE_FP64_ACTIVE',
      'PIPE_FP32_ACTIVE',
      'PIPE_FP16_ACTIVE',
      'PCIE_TX_BYTES',
      'PCIE_RX_BYTES',
    ].map((name) => `DCGM_FI_PROF_${name}`),
  );
