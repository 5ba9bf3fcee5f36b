import { combine, currentMs } from './line-value.ts';
import type { SeriesLine } from './series-line.ts';

/**
 * One column out of several whose values come at different moments: in each row every column counts
 * with its last value while that is fresh. Null where none is.
 */
export function holdLast(
  columns: readonly (readonly (number | null)[])[],
  timeMs: readonly number[],
  { across = 'sum', freshMs = currentMs }: Pick<SeriesLine, 'across' | 'freshMs'>,
): (number | null)[] {
  const last = columns.map(() => ({ value: 0, timeMs: Number.NEGATIVE_INFINITY }));
  return timeMs.map((time, row) => {
    const fresh: number[] = [];
    columns.forEach((column, index) => {
      const value = column[row] ?? null;
      if (value !== null) last[index] = { value, timeMs: time };
      const known = last[index];
      if (known && time - known.timeMs <= freshMs) fresh.push(known.value);
    });
    return fresh.length === 0 ? null : combine(across, fresh);
  });
}
