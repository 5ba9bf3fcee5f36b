import type { ReactNode } from 'react';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { GpuChart } from './gpu-chart.ts';

const usualHeight = 112;
const timesHeight = 26;

/** Charts of one GPU under one crosshair, the first of them with the marks in reach of the keyboard. */
export function GpuAxis({
  title,
  note,
  charts,
  focusMarks = false,
  className,
}: {
  title: string;
  note?: ReactNode;
  charts: readonly GpuChart[];
  focusMarks?: boolean;
  className?: string;
}) {
  return (
    <Panel title={title} note={note} flush className={`${className ?? ''} pb-2`}>
      {charts.map(({ height = usualHeight, ...chart }, index) => {
        const isLast = index === charts.length - 1;
        return (
          <SeriesChart
            key={chart.title}
            {...chart}
            height={height + (isLast ? timesHeight : 0)}
            showTimes={isLast}
            focusMarks={focusMarks && index === 0}
          />
        );
      })}
    </Panel>
  );
}
