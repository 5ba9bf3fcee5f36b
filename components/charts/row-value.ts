import type { ChartData } from './series-buffer.ts';

/** How far back the newest value of a line may lie: lines of one chart are read at their own pace. */
const newestRows = 15;

/** The value of a line under the crosshair, or its newest one. */
export function valueAt(data: ChartData, line: number, row: number | null): number | null {
  const column = data.columns[line];
  if (!column) return null;
  const from = row ?? column.length - 1;
  for (let index = from; index >= 0 && index > from - newestRows; index -= 1) {
    const value = column[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}
