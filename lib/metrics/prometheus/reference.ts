import type { DcgmMetric } from './dcgm-metric.ts';
import { dcgmMetrics } from './dcgm-metrics.ts';
import { lastXid, xidEvents, xidsByCode } from './xid-families.ts';

/** docs/prometheus.md: the GPU metrics with where they come from (Markdown). */
export function renderPrometheus(): string {
  const events = [lastXid, xidsByCode, xidEvents].map((family) => ({
    ...family,
    sources: [['gpu_event of kind xid']],
  }));
  const rows = [...dcgmMetrics, ...events].map((metric) =>
    [`\`${metric.name}\``, metric.type, sourcesOf(metric), metric.help].join(' | '),
  );
  return ['metric | type | from | meaning', '--- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}

/** Where a metric is not quite what dcgm-exporter has under its name. */
export function renderDifferences(): string {
  const names = new Map<string, string[]>();
  for (const { name, note } of dcgmMetrics) {
    if (note !== undefined) names.set(note, [...(names.get(note) ?? []), `\`${name}\``]);
  }
  return Array.from(names, ([note, metrics]) => `- ${metrics.join(', ')}: ${note}.`).join('\n');
}

function sourcesOf({ sources }: Pick<DcgmMetric, 'sources'>): string {
  return sources.map((fields) => fields.map((field) => `\`${field}\``).join(' + ')).join(', else ');
}
