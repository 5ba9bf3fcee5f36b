/** Times in epoch milliseconds, rising; one column a line, null = gap. */
export interface ChartData {
  readonly timeMs: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/** Columns that grow while they are drawn. A chart listens; nothing passes through React state. */
export interface SeriesBuffer {
  readonly data: () => ChartData;
  /** Takes history in; rows that are newer than it, which came live meanwhile, stay. */
  readonly load: (history: ChartData) => void;
  /** Puts live values into the row of their time; null leaves a cell as it is. */
  readonly put: (timeMs: number, values: readonly (number | null)[]) => void;
  /** Forgets what is older. */
  readonly trim: (beforeMs: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a drawing needs of a buffer. */
export type DrawnBuffer = Pick<SeriesBuffer, 'data' | 'trim' | 'subscribe'>;

/** Some columns of a buffer that several drawings share. */
export function columnsOf(buffer: SeriesBuffer, places: readonly number[]): DrawnBuffer {
  return {
    data() {
      const { timeMs, columns } = buffer.data();
      return { timeMs, columns: places.map((place) => columns[place] ?? []) };
    },
    trim: buffer.trim,
    subscribe: buffer.subscribe,
  };
}

export function createSeriesBuffer(columnCount: number): SeriesBuffer {
  let timeMs: number[] = [];
  let columns: (number | null)[][] = Array.from({ length: columnCount }, () => []);
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const rowOf = (time: number): number => {
    let row = timeMs.length;
    while (row > 0 && (timeMs[row - 1] ?? 0) > time) row -= 1;
    if (row > 0 && timeMs[row - 1] === time) return row - 1;
    timeMs.splice(row, 0, time);
    for (const column of columns) column.splice(row, 0, null);
    return row;
  };

  return {
    data: () => ({ timeMs, columns }),
    load(history) {
      const last = history.timeMs.at(-1) ?? Number.NEGATIVE_INFINITY;
      const firstNewer = timeMs.findIndex((time) => time > last);
      const newer = firstNewer < 0 ? timeMs.length : firstNewer;
      timeMs = [...history.timeMs, ...timeMs.slice(newer)];
      columns = columns.map((column, index) => [
        ...(history.columns[index] ?? history.timeMs.map(() => null)),
        ...column.slice(newer),
      ]);
      changed();
    },
    put(time, values) {
      const row = rowOf(time);
      values.forEach((value, index) => {
        const column = columns[index];
        if (column && value !== null) column[row] = value;
      });
      changed();
    },
    trim(beforeMs) {
      const keep = timeMs.findIndex((time) => time >= beforeMs);
      if (keep <= 0) return;
      timeMs.splice(0, keep);
      for (const column of columns) column.splice(0, keep);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Columns of several answers on one time axis. */
export function mergeColumns(parts: readonly ChartData[]): ChartData {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const timeMs = [...new Set(parts.flatMap((part) => part.timeMs))].sort((a, b) => a - b);
  const rows = new Map(timeMs.map((time, row) => [time, row]));
  const columns = parts.flatMap((part) => part.columns.map((column) => spread(part, column, rows)));
  return { timeMs, columns };
}

function spread(
  part: ChartData,
  column: readonly (number | null)[],
  rows: ReadonlyMap<number, number>,
): (number | null)[] {
  const wide = new Array<number | null>(rows.size).fill(null);
  part.timeMs.forEach((time, index) => {
    const row = rows.get(time);
    if (row !== undefined) wide[row] = column[index] ?? null;
  });
  return wide;
}
