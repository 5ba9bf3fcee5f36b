'use client';

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { ChartMark } from './chart-model.ts';

const noMarks: readonly ChartMark[] = [];
const MarksContext = createContext<readonly ChartMark[]>(noMarks);

/** Marks on every chart inside. */
export function Marks({ marks, children }: { marks: readonly ChartMark[]; children: ReactNode }) {
  return <MarksContext value={marks}>{children}</MarksContext>;
}

/** Those of the page around and the chart's own; the same array until one of them changes. */
export function useMarks(own: readonly ChartMark[] | undefined): readonly ChartMark[] {
  const around = useContext(MarksContext);
  const ownText = JSON.stringify(own ?? noMarks);
  return useMemo(() => [...around, ...(JSON.parse(ownText) as ChartMark[])], [around, ownText]);
}
