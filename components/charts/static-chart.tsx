'use client';

import { useMemo } from 'react';
import { createSeriesBuffer, type ChartData } from './series-buffer.ts';
import { TimeChart, type TimeChartProps } from './time-chart.tsx';

/** A chart of data that is already there, such as a page's own answer from the store. */
export function StaticChart({
  data,
  ...chart
}: Omit<TimeChartProps, 'buffer'> & { readonly data: ChartData }) {
  const buffer = useMemo(() => {
    const made = createSeriesBuffer(data.columns.length);
    made.load(data);
    return made;
  }, [data]);
  return <TimeChart {...chart} buffer={buffer} />;
}
