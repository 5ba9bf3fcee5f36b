import type { MetricDescriptor } from '#lib/model/metric.ts';
import { gpu } from '../gpu.ts';
import type { DcgmMetric } from './dcgm-metric.ts';
import { dcgmMetrics } from './dcgm-metrics.ts';
import { encodeFamily, type Sample } from './exposition.ts';
import type { GpuTargets } from './gpu-targets.ts';
import { nativeFamily, toNumber } from './native-name.ts';
import { staleAfterMs, type NewestRow, type NewestValues } from './newest-values.ts';

/** Every value of every GPU: under dcgm-exporter's names where it has one, else under ours. */
export function* encodeGpus(
  source: NewestValues,
  targets: GpuTargets,
  nowMs: number,
): Generator<string> {
  for (const metric of dcgmMetrics) {
    yield* encodeFamily(metric, samplesOf(source, targets, { ...metric, labels: 'labels' }, nowMs));
  }
  for (const field of fieldsWithoutDcgmName) {
    const wanted: Wanted = { sources: [[field.name]], scale: 1, labels: 'ownLabels' };
    yield* encodeFamily(nativeFamily(gpu, field), samplesOf(source, targets, wanted, nowMs));
  }
}

interface Wanted extends Pick<DcgmMetric, 'sources' | 'scale'> {
  readonly labels: 'labels' | 'ownLabels';
}

const rate = /^rate\((.+)\)$/;
const named = new Set(
  dcgmMetrics.flatMap(({ sources }) => sources.flat().map((field) => field.replace(rate, '$1'))),
);

export const fieldsWithoutDcgmName: readonly MetricDescriptor[] = gpu.fields.filter(
  ({ name, kind }) => kind !== 'text' && !named.has(name),
);

function* samplesOf(
  source: NewestValues,
  targets: GpuTargets,
  { sources, scale, labels }: Wanted,
  nowMs: number,
): Generator<Sample> {
  for (const row of source.rows('gpu', sources.flat())) {
    const target = targets.get(row.tags);
    if (!target || row.timeMs < Math.max(nowMs - staleAfterMs, target.lostAtMs)) continue;
    const value = firstWhole(sources, row);
    if (value !== null) yield { labels: target[labels], value: inUnit(value, scale) };
  }
}

/** The sum of the first source that has all its values. */
function firstWhole(sources: DcgmMetric['sources'], { values }: NewestRow): number | null {
  let from = 0;
  for (const { length } of sources) {
    const sum = sumOf(values, from, from + length);
    if (sum !== null) return sum;
    from += length;
  }
  return null;
}

function sumOf(values: NewestRow['values'], from: number, to: number): number | null {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    const value = toNumber(values[at]);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** 0.57 as percent is 57 and not 56.99999999999999. */
function inUnit(value: number, scale: number): number {
  return scale === 1 ? value : Math.round(value * scale * 1e6) / 1e6;
}
