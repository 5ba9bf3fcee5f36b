import { setImmediate } from 'node:timers/promises';
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

interface EncodedField {
  readonly column: Column;
  readonly metric: string;
  /** The field's name as a line carries it; null where only JSON can. */
  readonly key: string | null;
}

/** Rows after which others get their turn: some milliseconds. */
const turnRows = 500;

/** @param heads of the series of the table, in their order */
export async function encodeRows(
  table: SampleTable,
  columns: readonly (readonly [field: string, column: Column])[],
  heads: readonly (SeriesHead | null)[],
): Promise<EncodedRows> {
  let lines = '';
  let json = '';
  let rows = 0;
  const fields = columns.map(([name, column]): EncodedField => {
    const metric = metricName(table.measurement, name);
    return { column, metric, key: /^\w+$/.test(name) ? name : null };
  });
  for (const merged of mergedRows(table, heads)) {
    rows += 1;
    if (rows % turnRows === 0) await setImmediate();
    const encoded = encodeRow(merged, fields);
    lines += encoded.lines;
    json += encoded.json;
  }
  return { lines, json };
}

function encodeRow(
  { head, timeMs, restNs, rows }: MergedRow,
  fields: readonly EncodedField[],
): EncodedRows {
  const atMs = storedMs(Number(timeMs));
  let values = '';
  let json = '';
  for (const { column, metric, key } of fields) {
    const row = newestPresent(rows, column.present);
    if (row === null) continue;
    if (column.type === 'string') {
      json += jsonLine(metric, textLabels(head, column.values[row] ?? '', restNs), '1', atMs);
    } else if (head.line === null || key === null || restNs !== 0n) {
      json += jsonLine(metric, timedLabels(head, restNs), numberText(column, row), atMs);
    } else {
      values += (values === '' ? ' ' : ',') + key + '=' + numberText(column, row);
    }
  }
  const lines = values === '' ? '' : `${head.line ?? ''}${values} ${String(atMs)}\n`;
  return { lines, json };
}

function newestPresent(rows: readonly number[], present: Uint8Array): number | null {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? 0;
    if (present[row] === 1) return row;
  }
  return null;
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
