import type { Picture } from './picture.ts';

/** The JSON frame from `layout` on: the same for every subscription of a shape. */
export function encodeJsonTail(
  { layout, seq, timeMs }: { layout: number; seq: number; timeMs: number },
  { columns, sampleTimesMs }: Picture,
): string {
  // JSON has no NaN: it becomes null, which is how a gap is written.
  const values = columns.map((column) => Array.from(column));
  const sampleTimes = Array.from(sampleTimesMs, Math.round);
  return JSON.stringify({ layout, seq, time: timeMs, values, sampleTimes }).slice(1);
}
