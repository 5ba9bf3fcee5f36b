import { longestBridgeMs } from './gaps.ts';
import type { ChartData } from './series-buffer.ts';

/** So near a value counts without a look at how often its line is read. */
const nearRows = 15;

/**
 * The value of a line under the crosshair, or its newest one. Lines of one chart are read at their
 * own pace: the last value counts for as long as the line through it would be drawn.
 */
export function valueAt(data: ChartData, line: number, row: number | null): number | null {
  const column = data.columns[line];
  if (!column) return null;
  const from = row ?? column.length - 1;
  let index = from;
  while (index >= 0 && typeof column[index] !== 'number') index -= 1;
  const value = column[index] ?? null;
  if (value === null || from - index < nearRows) return value;
  const distanceMs = (data.timeMs[from] ?? 0) - (data.timeMs[index] ?? 0);
  return distanceMs <= longestBridgeMs(data.timeMs, column) ? value : null;
}
