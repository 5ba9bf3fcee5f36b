import type { FrameUpdate } from '#components/live/frame-book.ts';
import type { HeatMetric } from './heat-metric.ts';

export interface HostValue {
  readonly value: number;
  /** Newest sample behind it, epoch milliseconds. */
  readonly timeMs: number;
}

interface Sum {
  value: number;
  count: number;
  timeMs: number;
}

/** One value a host from the first column of a frame; a host whose every value is a gap is absent. */
export function hostValues(
  update: Pick<FrameUpdate, 'sampleTimesMs' | 'columns'> & {
    readonly layout: Pick<FrameUpdate['layout'], 'entities'>;
  },
  across: HeatMetric['across'],
): Map<string, HostValue> {
  const sums = new Map<string, Sum>();
  const [column] = update.columns;
  for (const [index, entity] of update.layout.entities.entries()) {
    const value = column?.[index] ?? Number.NaN;
    const timeMs = update.sampleTimesMs[index] ?? Number.NaN;
    if (entity['host'] === undefined || Number.isNaN(value) || Number.isNaN(timeMs)) continue;
    const sum = sums.get(entity['host']);
    if (sum) add(sum, value, timeMs, across);
    else sums.set(entity['host'], { value, count: 1, timeMs });
  }
  return new Map(
    [...sums].map(([host, { value, count, timeMs }]) => [
      host,
      { value: across === 'mean' ? value / count : value, timeMs },
    ]),
  );
}

function add(sum: Sum, value: number, timeMs: number, across: HeatMetric['across']): void {
  sum.value = across === 'max' ? Math.max(sum.value, value) : sum.value + value;
  sum.count += 1;
  sum.timeMs = Math.max(sum.timeMs, timeMs);
}
