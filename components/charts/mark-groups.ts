import type { ChartMark } from './chart-model.ts';

/** Marks so near each other that one line stands for all of them. */
export interface MarkGroup {
  /** Pixels from the left end of the drawing. */
  readonly left: number;
  readonly level: ChartMark['level'];
  /** Oldest first. */
  readonly marks: readonly ChartMark[];
}

interface Axis {
  valToPos(value: number, scale: 'x'): number;
  readonly scales: { readonly x?: { readonly min?: number; readonly max?: number } };
}

const tooNearPx = 7;
const gravity = { info: 0, warning: 1, critical: 2 };

/** The marks in view, oldest first; one line stands where they would touch. */
export function groupMarks(marks: readonly ChartMark[], axis: Axis): MarkGroup[] {
  const { min = 0, max = 0 } = axis.scales.x ?? {};
  const inView = marks
    .filter(({ timeMs }) => timeMs >= min && timeMs <= max)
    .sort((a, b) => a.timeMs - b.timeMs);
  const groups: { left: number; level: ChartMark['level']; marks: ChartMark[] }[] = [];
  for (const mark of inView) {
    const left = axis.valToPos(mark.timeMs, 'x');
    const last = groups.at(-1);
    if (!last || left - last.left > tooNearPx) {
      groups.push({ left, level: mark.level, marks: [mark] });
      continue;
    }
    last.marks.push(mark);
    if (gravity[mark.level] > gravity[last.level]) last.level = mark.level;
  }
  return groups;
}
