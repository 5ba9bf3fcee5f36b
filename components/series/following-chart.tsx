'use client';

import { RotateCw } from 'lucide-react';
import { TimeChart, type TimeChartProps } from '#components/charts/time-chart.tsx';
import { Button } from '#components/ui/button.tsx';
import type { SeriesLine } from './series-line.ts';
import { useSeries } from './use-series.ts';

export interface FollowingChartProps extends Omit<TimeChartProps, 'buffer' | 'lines' | 'loading'> {
  readonly lines: readonly SeriesLine[];
}

/** A chart that fetches its own past and follows the live stream. */
export function FollowingChart({ lines, ...chart }: FollowingChartProps) {
  const { buffer, loading, error, retry } = useSeries(lines);
  return (
    <div className="min-w-0">
      {error !== null && (
        <p role="alert" className="flex items-center gap-2 px-4 pt-1 text-xs text-muted">
          <span className="min-w-0">
            The history of {chart.title} is missing: {error}. Live values still arrive.
          </span>
          <Button look="quiet" size="small" onClick={retry}>
            <RotateCw aria-hidden className="size-3" /> Try again
          </Button>
        </p>
      )}
      <TimeChart {...chart} lines={lines} buffer={buffer} loading={loading} />
    </div>
  );
}
