import { gpuLines, hasLines, type Draft, type GpuChart, type GpuValues } from './gpu-chart.ts';

/** Memory, links and errors: what is looked at once the cause is known to lie there. */
export function resourceCharts(gpu: string, values: GpuValues): GpuChart[] {
  return [memory, nvlink, pcie, linkErrors, memoryErrors]
    .map((chart) => chart(gpu, values))
    .filter(hasLines);
}

function rate(field: string, label: string, look?: 'area'): Draft {
  return { field, label, aggregate: 'rate', ...(look && { look }) };
}

function memory(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'Memory',
    unit: 'bytes',
    scale: 'zero',
    lines: gpuLines(gpu, values, [
      { field: 'memory_used_bytes', label: 'used', look: 'area' },
      { field: 'memory_reserved_bytes', label: 'reserved by the driver' },
      {
        field: 'memory_total_bytes',
        label: 'installed',
        look: 'dashed',
        colour: 'var(--text-muted)',
      },
    ]),
  };
}

function nvlink(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'NVLink',
    unit: 'bytes_per_second',
    lines: gpuLines(gpu, values, [
      rate('nvlink_receive_bytes_total', 'received', 'area'),
      rate('nvlink_transmit_bytes_total', 'sent'),
    ]),
  };
}

/** Counters where there are some: what the driver measures over 20 ms misses the rest. */
function pcie(gpu: string, values: GpuValues): GpuChart {
  const counted = [
    rate('pcie_receive_bytes_total', 'received', 'area'),
    rate('pcie_transmit_bytes_total', 'sent'),
  ];
  const measured: Draft[] = [
    { field: 'pcie_receive_bytes_per_second', label: 'received', look: 'area' },
    { field: 'pcie_transmit_bytes_per_second', label: 'sent' },
  ];
  const isCounted = values['pcie_receive_bytes_total'] !== undefined;
  return {
    title: 'PCIe',
    unit: 'bytes_per_second',
    lines: gpuLines(gpu, values, isCounted ? counted : measured),
  };
}

function linkErrors(gpu: string, values: GpuValues): GpuChart {
  return {
    title: 'Link errors',
    unit: 'per_second',
    lines: gpuLines(gpu, values, [
      rate('pcie_replay_total', 'PCIe replays'),
      rate('nvlink_crc_errors_total', 'NVLink checksums'),
      rate('nvlink_replay_errors_total', 'NVLink replays'),
      rate('nvlink_recovery_errors_total', 'NVLink recoveries'),
    ]),
  };
}

/** As counted over the life of the board: a step up is what matters, not how fast. */
function memoryErrors(gpu: string, values: GpuValues): GpuChart {
  const count = (field: string, label: string): Draft => ({ field, label, aggregate: 'max' });
  return {
    title: 'Memory errors',
    unit: 'count',
    scale: 'zero',
    lines: gpuLines(gpu, values, [
      count('ecc_corrected_total', 'corrected'),
      count('ecc_uncorrected_total', 'not corrected'),
      count('remapped_rows_correctable_total', 'remapped rows'),
      count('remapped_rows_uncorrectable_total', 'uncorrectable rows'),
    ]),
  };
}
