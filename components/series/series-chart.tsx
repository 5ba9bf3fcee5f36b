'use client';

import dynamic from 'next/dynamic';
import type { FollowingChartProps } from './following-chart.tsx';

const FollowingChart = dynamic(
  () => import('./following-chart.tsx').then((module) => module.FollowingChart),
  { loading: () => <div className="skeleton mx-4 h-40" /> },
);

/** What a chart keeps free until it is there: its drawing and the line above it. */
const defaultHeight = 160;
const headHeight = 28;

/** A chart that fetches its own past and follows the live stream. Pages answer before it is loaded. */
export function SeriesChart(props: FollowingChartProps) {
  return (
    <div className="min-w-0" style={{ minHeight: (props.height ?? defaultHeight) + headHeight }}>
      <FollowingChart {...props} />
    </div>
  );
}
