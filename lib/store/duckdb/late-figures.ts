import { millisecondNs } from '../nanoseconds.ts';
import { tierSpecs, type RollupTier } from '../tier.ts';
import type { StoredField } from './catalog.ts';
import {
  numberReader,
  NumberFigures,
  openFigures,
  TextFigures,
  type FieldFigures,
} from './figures.ts';
import type { FigureTable } from './open-window.ts';
import type { RowBuffer } from './row-buffer.ts';

/** More buckets than any table of late rows spans. */
const mostBuckets = 100_000_000;

/** Rolls the rows of a buffer up to a tier, all its buckets at once; each series in order of time. */
export function lateFigures(buffer: RowBuffer, tier: RollupTier, baseNs: bigint): FigureTable {
  const widthNs = tierSpecs[tier].widthMs * Number(millisecondNs);
  const { rows } = buffer;
  const offsets = new Float64Array(rows);
  const cellOf = new Int32Array(rows);
  const cells = new Map<number, number>();
  for (let row = 0; row < rows; row += 1) {
    const offset = Number((buffer.timeNs[row] ?? 0n) - baseNs);
    offsets[row] = offset;
    const key = (buffer.series[row] ?? 0) * mostBuckets + Math.floor(offset / widthNs);
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = cells.size;
      cells.set(key, cell);
    }
    cellOf[row] = cell;
  }
  const figures = new Map<StoredField, FieldFigures>();
  for (const field of buffer.columns.keys()) {
    figures.set(field, fieldFigures(buffer, field, cells.size, cellOf, offsets));
  }
  const count = cells.size;
  const series = new Int32Array(count);
  const ts = new BigInt64Array(count);
  for (const [key, cell] of cells) {
    series[cell] = Math.floor(key / mostBuckets);
    ts[cell] = baseNs + BigInt((key % mostBuckets) * widthNs);
  }
  return { rows: count, series, ts, cells: Int32Array.from(series.keys()), figures, baseNs };
}

function fieldFigures(
  buffer: RowBuffer,
  field: StoredField,
  cells: number,
  cellOf: Int32Array,
  offsets: Float64Array,
): FieldFigures {
  const figures = openFigures(field, cells);
  const column = buffer.column(field);
  const { present } = column;
  if (column.type === 'string') {
    for (let row = 0; row < buffer.rows; row += 1) {
      if (present[row] === 1 && figures instanceof TextFigures) {
        figures.add(cellOf[row] ?? 0, column.values[row] ?? '');
      }
    }
    return figures;
  }
  if (!(figures instanceof NumberFigures)) return figures;
  const read = numberReader(column);
  for (let row = 0; row < buffer.rows; row += 1) {
    if (present[row] === 1) figures.add(cellOf[row] ?? 0, read(row), offsets[row] ?? 0);
  }
  return figures;
}
