import type { Column, SampleTable } from '#lib/model/sample.ts';
import { holdsEvents } from '../keep.ts';
import { floorDivide, millisecondNs } from '../nanoseconds.ts';
import { metricName, nanosecondsLabel, textLabel } from './labels.ts';
import { jsonLine, type SeriesHead } from './series-head.ts';
import { storedMs } from './stored-time.ts';

/** Rows as the database takes them: lines where a line can carry them, else JSON. */
export interface EncodedRows {
  readonly lines: string;
  readonly json: string;
}

/** Rows of one series and time, in the order they came. */
interface MergedRow {
  readonly head: SeriesHead;
  readonly timeMs: bigint;
  /** Nanoseconds past the millisecond; kept for events alone. */
  readonly restNs: bigint;
  readonly rows: number[];
}

/** @param heads of the series of the table, in their order */
export function encodeRows(
  table: SampleTable,
  columns: readonly (readonly [field: string, column: Column])[],
  heads: readonly (SeriesHead | null)[],
): EncodedRows {
  let lines = '';
  let json = '';
  const fields = columns.map(([name, column]) => ({ name, column, key: lineKey(name) }));
  for (const merged of mergedRows(table, heads)) {
    const { head, timeMs, restNs, rows } = merged;
    const atMs = storedMs(Number(timeMs));
    let values = '';
    for (const { name, column, key } of fields) {
      const row = rows.findLast((at) => column.present[at] === 1);
      if (row === undefined) continue;
      const metric = metricName(table.measurement, name);
      if (column.type === 'string') {
        json += jsonLine(metric, textLabels(head, column.values[row] ?? '', restNs), '1', atMs);
      } else if (head.line === null || key === null || restNs !== 0n) {
        json += jsonLine(metric, timedLabels(head, restNs), numberText(column, row), atMs);
      } else {
        values += `${values === '' ? ' ' : ','}${key}=${numberText(column, row)}`;
      }
    }
    if (values !== '' && head.line !== null) lines += `${head.line}${values} ${String(atMs)}\n`;
  }
  return { lines, json };
}

/** The database keeps whole milliseconds and does not say which of two values of one time stays. */
function mergedRows(
  table: SampleTable,
  heads: readonly (SeriesHead | null)[],
): Iterable<MergedRow> {
  const keepsRest = holdsEvents(table.measurement);
  const merged = new Map<string, MergedRow>();
  table.timeNs.forEach((timeNs, row) => {
    const series = table.seriesIndex[row] ?? 0;
    const head = heads[series];
    if (!head) return;
    const timeMs = floorDivide(timeNs, millisecondNs);
    const restNs = keepsRest ? timeNs - timeMs * millisecondNs : 0n;
    const key = `${String(series)} ${String(keepsRest ? timeNs : timeMs)}`;
    const known = merged.get(key);
    if (known) known.rows.push(row);
    else merged.set(key, { head, timeMs, restNs, rows: [row] });
  });
  return merged.values();
}

function timedLabels(head: SeriesHead, restNs: bigint): Record<string, string> {
  return restNs === 0n ? head.labels : { ...head.labels, [nanosecondsLabel]: String(restNs) };
}

/** A label that is empty counts as absent, which reads back as an empty text. */
function textLabels(head: SeriesHead, text: string, restNs: bigint): Record<string, string> {
  return { ...timedLabels(head, restNs), [textLabel]: text };
}

function numberText(column: Exclude<Column, { type: 'string' }>, row: number): string {
  return String(column.values[row] ?? 0);
}

/** A field's name as a line carries it; null where only JSON can. */
function lineKey(name: string): string | null {
  return /^\w+$/.test(name) ? name : null;
}
