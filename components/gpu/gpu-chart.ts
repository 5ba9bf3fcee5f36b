import type { DisplayUnit } from '#lib/format/value.ts';
import type { ChartLimit, ChartScale } from '#components/charts/chart-model.ts';
import type { SeriesLine } from '#components/series/series-line.ts';

/** Newest value of every field that a GPU reports. */
export type GpuValues = Readonly<Record<string, number>>;

/** One chart of the GPU page. */
export interface GpuChart {
  readonly title: string;
  readonly unit: DisplayUnit;
  readonly lines: readonly SeriesLine[];
  readonly limits?: readonly ChartLimit[];
  readonly scale?: ChartScale;
  /** More than the others where there is more in it. */
  readonly height?: number;
}

/** A line of a chart before it is known of which GPU. */
export type Draft = Omit<SeriesLine, 'key' | 'measurement' | 'match'>;

/** Lines of one GPU, those left out that it does not report. */
export function gpuLines(gpu: string, values: GpuValues, drafts: readonly Draft[]): SeriesLine[] {
  return drafts
    .filter(({ field }) => values[field] !== undefined)
    .map((draft) => ({
      ...draft,
      key: draft.field,
      measurement: 'gpu',
      match: { gpu: [gpu] },
      across: draft.aggregate === 'rate' ? 'sum' : 'mean',
    }));
}

export function hasLines({ lines }: GpuChart): boolean {
  return lines.length > 0;
}
