import { windowOf } from '../rollup-window.ts';
import type { MeasurementEntry } from './catalog.ts';
import { OpenWindow } from './open-window.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { SeriesTimes } from './series-times.ts';

/** What open windows of all measurements may hold together before the oldest are closed. */
const mostBytes = 48_000_000;

/** Windows that are remembered as having rows before all older ones are taken to have some. */
const mostTouched = 20_000;

interface Stream {
  readonly entry: MeasurementEntry;
  readonly windows: Map<number, OpenWindow>;
  /** Windows after this one have rows only if they are in `touched`. */
  floor: number;
  readonly touched: Set<number>;
  /** Feedings of each window when maintenance last looked. */
  readonly seen: Map<number, number>;
}

/**
 * Rolls samples up as they arrive, in memory, instead of reading them again later. It follows the
 * file: what was fed here is in it, and a window that is lost here is still marked stale there.
 */
export class RollupStream {
  readonly #streams = new Map<MeasurementEntry, Stream>();
  readonly #times: SeriesTimes;

  constructor(times: SeriesTimes) {
    this.#times = times;
  }

  isOpen(entry: MeasurementEntry, window: number): boolean {
    return this.#streams.get(entry)?.windows.has(window) === true;
  }

  /** Takes rows that were just appended. Windows that had rows before are not for it. */
  feed(entry: MeasurementEntry, buffer: RowBuffer): void {
    const stream = this.#stream(entry);
    cutIntoWindows(buffer, (window) => this.#windowAt(stream, window));
  }

  hasOpenIn(entry: MeasurementEntry, hour: number): boolean {
    for (const { startNs } of this.#streams.get(entry)?.windows.values() ?? []) {
      if (windowOf('1h', startNs) === hour) return true;
    }
    return false;
  }

  /** Gives a window up: something in it was written again, or out of order. */
  drop(entry: MeasurementEntry, window: number): void {
    const stream = this.#stream(entry);
    stream.windows.delete(window);
    touch(stream, window);
  }

  close(entry: MeasurementEntry, { window }: OpenWindow): void {
    const stream = this.#stream(entry);
    stream.windows.delete(window);
    stream.seen.delete(window);
  }

  /**
   * A window that is complete as far as anyone can tell: its series have all gone on, or its time is
   * over by the clock and nothing came since the last look.
   */
  ready(firstOpenWindow: number): { entry: MeasurementEntry; window: OpenWindow } | null {
    for (const { entry, windows, seen } of this.#streams.values()) {
      for (const window of windows.values()) {
        const isOver = window.window < firstOpenWindow;
        if (!isOver) continue;
        if (seen.get(window.window) === window.feedings || window.isPassed(this.#times)) {
          return { entry, window };
        }
      }
    }
    return null;
  }

  /** Remembers how far every window is, so that `ready` sees which have come to rest. */
  look(): void {
    for (const { windows, seen } of this.#streams.values()) {
      for (const { window, feedings } of windows.values()) seen.set(window, feedings);
    }
  }

  /** What is to be closed now for lack of room; windows that are not complete are given up. */
  overdue(): { entry: MeasurementEntry; window: OpenWindow } | null {
    let bytes = 0;
    for (const { windows } of this.#streams.values()) {
      for (const window of windows.values()) bytes += window.bytes;
    }
    if (bytes <= mostBytes) return null;
    const passed = this.ready(Number.POSITIVE_INFINITY);
    if (passed) return passed;
    if (bytes > 4 * mostBytes) this.#dropOldest();
    return null;
  }

  #dropOldest(): void {
    let oldest: { stream: Stream; window: number } | null = null;
    for (const stream of this.#streams.values()) {
      for (const window of stream.windows.keys()) {
        if (oldest === null || window < oldest.window) oldest = { stream, window };
      }
    }
    oldest?.stream.windows.delete(oldest.window);
  }

  #stream(entry: MeasurementEntry): Stream {
    const known = this.#streams.get(entry);
    if (known) return known;
    const made: Stream = {
      entry,
      windows: new Map(),
      floor: entry.newestWindow,
      touched: new Set(),
      seen: new Map(),
    };
    this.#streams.set(entry, made);
    return made;
  }

  /** Null for a window that had rows before this one could see them. */
  #windowAt(stream: Stream, window: number): OpenWindow | null {
    const known = stream.windows.get(window);
    if (known) return known;
    if (window <= stream.floor || stream.touched.has(window)) return null;
    const made = new OpenWindow(window);
    stream.windows.set(window, made);
    touch(stream, window);
    return made;
  }
}

function touch(stream: Stream, window: number): void {
  stream.touched.add(window);
  if (stream.touched.size <= mostTouched) return;
  for (const one of stream.touched) stream.floor = Math.max(stream.floor, one);
  stream.touched.clear();
}

/** Feeds the rows of a buffer to the windows in which they lie; those of null are left out. */
export function cutIntoWindows(
  buffer: RowBuffer,
  windowAt: (window: number) => OpenWindow | null,
): void {
  const offsets = new Float64Array(buffer.rows);
  const halves = new Uint32Array(buffer.timeNs.buffer, 0, buffer.rows * 2);
  const highs = new Int32Array(buffer.timeNs.buffer, 0, buffer.rows * 2);
  let window: OpenWindow | null = null;
  let first = 0;
  for (let row = 0; row < buffer.rows; row += 1) {
    const low = halves[2 * row] ?? 0;
    const high = highs[2 * row + 1] ?? 0;
    let offset = window === null ? -1 : window.offset(low, high);
    if (window === null || !window.covers(offset)) {
      window?.feed(buffer, first, row, offsets);
      first = row;
      window = windowAt(windowOf('10s', buffer.timeNs[row] ?? 0n));
      if (window !== null) offset = window.offset(low, high);
    }
    offsets[row] = offset;
  }
  window?.feed(buffer, first, buffer.rows, offsets);
}
