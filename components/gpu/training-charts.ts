import type { GpuChart } from './gpu-chart.ts';

/** What the GPU's runs get done: the last of the causes' effects. */
export function trainingCharts(
  gpu: string,
  { samples, tokens }: { readonly samples: boolean; readonly tokens: boolean },
): GpuChart[] {
  const shared = { measurement: 'training', match: { gpu: [gpu] }, across: 'sum' } as const;
  const charts: GpuChart[] = [];
  if (samples) {
    charts.push({
      title: 'Training',
      unit: 'samples_per_second',
      lines: [{ ...shared, key: 's', label: 'samples', field: 'samples_per_second', look: 'area' }],
    });
  }
  if (tokens) {
    charts.push({
      title: 'Tokens',
      unit: 'tokens_per_second',
      lines: [{ ...shared, key: 't', label: 'tokens', field: 'tokens_per_second', look: 'area' }],
    });
  }
  return charts;
}
