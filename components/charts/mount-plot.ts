import type { Zone } from '#lib/format/time.ts';
import { timeRangeBounds, type TimeRange } from '#lib/model/time-range.ts';
import { onSecond } from '#components/ui/clock.ts';
import type { ChartMark, ChartShape, TimeWindow } from './chart-model.ts';
import type { Plot } from './plot.ts';
import type { ChartData, DrawnBuffer } from './series-buffer.ts';

export interface PlotSource {
  readonly shape: ChartShape;
  readonly buffer: DrawnBuffer;
  readonly range: TimeRange;
  readonly zone: Zone;
  /** Called with every drawing and every move of the crosshair; null = it is not on a row. */
  readonly onRow: (data: ChartData, row: number | null) => void;
  readonly onZoom: (window: TimeWindow) => void;
  readonly onReset: () => void;
  readonly onFailure: () => void;
}

/** A chart in its element, from loading the drawing code to the last frame. */
export interface MountedPlot {
  readonly redraw: () => void;
  /** Lines left out, by their place. */
  readonly hide: (lines: ReadonlySet<number>) => void;
  readonly mark: (marks: readonly ChartMark[]) => void;
  readonly end: () => void;
}

export function mountPlot(element: HTMLElement, source: PlotSource): MountedPlot {
  const { shape, buffer, range } = source;
  let plot: Plot | null = null;
  let hidden: ReadonlySet<number> = new Set();
  let marks: readonly ChartMark[] = [];
  let row: number | null = null;
  let frame = 0;
  let ended = false;

  const draw = (): void => {
    frame = 0;
    const window = timeRangeBounds(range, wholeSecond(Date.now()));
    // One width before the window is kept, so that going back a little shows something.
    if (range.kind === 'relative') buffer.trim(2 * window.startMs - window.endMs);
    plot?.draw(buffer.data(), window);
    source.onRow(buffer.data(), row);
  };
  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const applyHidden = (): void => {
    shape.lines.forEach((_, line) => plot?.setVisible(line, !hidden.has(line)));
  };
  const begin = async (): Promise<void> => {
    const { createPlot } = await import('./plot.ts');
    if (ended) return;
    plot = createPlot(element, shape, source.zone, {
      ...source,
      onCursor: (next) => {
        row = next;
        source.onRow(buffer.data(), row);
      },
    });
    applyHidden();
    plot.mark(marks);
    schedule();
  };

  begin().catch(source.onFailure);
  const stopBuffer = buffer.subscribe(schedule);
  const stopClock = range.kind === 'relative' ? onSecond(schedule) : null;
  const sizes = new ResizeObserver(() => plot?.resize(element.clientWidth));
  sizes.observe(element);
  return {
    redraw: () => plot?.redraw(),
    hide(lines) {
      hidden = lines;
      applyHidden();
    },
    mark(next) {
      marks = next;
      plot?.mark(marks);
    },
    end() {
      ended = true;
      stopBuffer();
      stopClock?.();
      sizes.disconnect();
      cancelAnimationFrame(frame);
      plot?.destroy();
    },
  };
}

/** The window moves by whole seconds, so that all charts of a page stand at the same moment. */
function wholeSecond(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}
