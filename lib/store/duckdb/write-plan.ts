import type { FieldType } from '#lib/model/metric.ts';
import type { Column, SampleTable } from '#lib/model/sample.ts';
import { findMetric } from '#lib/metrics/catalogue.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { RejectedField } from '../store.ts';
import type { Catalog, MeasurementEntry, StoredField } from './catalog.ts';
import { lateTimes } from './late-times.ts';
import { partitionNs, periodOf, periodStartNs } from './partition.ts';
import { windowMarker, windowOf } from '../rollup-window.ts';
import { copyCell, copyRun, RowBuffer } from './row-buffer.ts';
import type { SeriesTimes } from './series-times.ts';

/** Rows of one measurement that one transaction will store, by partition. */
export interface MeasurementPlan {
  readonly entry: MeasurementEntry;
  /** Rows newer than everything their series has: appended as they are. */
  readonly appends: Map<number, RowBuffer>;
  /** Rows whose time may be stored already: merged field by field. */
  readonly merges: Map<number, MergeBuffer>;
  /** Rows whose raw samples would be dropped at once; made when the first comes. */
  late: RowBuffer | null;
  readonly lateTimes: ReturnType<typeof lateTimes>;
  /** Windows of the first rollup that these rows change. */
  readonly staleWindows: Set<number>;
  /** Where the newest row of each series touched here lies. */
  readonly newest: Map<number, Newest>;
  /** The buffer that took the last appended row, and which times it takes. */
  lastAppend: { readonly buffer: RowBuffer; readonly fromNs: bigint; readonly toNs: bigint } | null;
}

interface Newest {
  buffer: RowBuffer;
  row: number;
  timeNs: bigint;
}

export interface MergeBuffer {
  readonly rows: RowBuffer;
  readonly byKey: Map<string, number>;
}

/** Names that the file does not know yet. */
export interface NewNames {
  readonly measurements: MeasurementEntry[];
  readonly fields: { readonly entry: MeasurementEntry; readonly field: StoredField }[];
  readonly series: {
    readonly entry: MeasurementEntry;
    readonly id: number;
    readonly key: string;
  }[];
}

interface Target {
  readonly buffer: RowBuffer;
  readonly row: number;
}

/** Sorts the rows of several requests into appends and merges, and collects new names. */
export class WritePlan {
  readonly measurements = new Map<MeasurementEntry, MeasurementPlan>();
  readonly newNames: NewNames = { measurements: [], fields: [], series: [] };
  readonly #catalog: Catalog;
  readonly #times: SeriesTimes;

  readonly #clockMs: number;

  constructor(catalog: Catalog, times: SeriesTimes, clockMs: number) {
    this.#catalog = catalog;
    this.#clockMs = clockMs;
    this.#times = times;
  }

  /** Takes a table and answers the fields that have another type in the file. */
  add(table: SampleTable): RejectedField[] {
    if (table.timeNs.length === 0) return [];
    const entry = this.#measurement(table.measurement);
    const rejected: RejectedField[] = [];
    const accepted: { field: StoredField; column: Column }[] = [];
    for (const [name, column] of Object.entries(table.columns)) {
      const rows = countPresent(column.present);
      if (rows === 0) continue;
      const field = this.#field(entry, name, column.type);
      if (field.type === column.type) accepted.push({ field, column });
      else {
        const { measurement } = table;
        rejected.push({
          measurement,
          field: name,
          expected: field.type,
          received: column.type,
          rows,
        });
      }
    }
    const targets = this.#targets(entry, table, accepted);
    for (const { field, column } of accepted) targets.copy(field, column);
    return rejected;
  }

  /** Where each row goes; rows without any accepted value go nowhere. */
  #targets(
    entry: MeasurementEntry,
    table: SampleTable,
    accepted: readonly { column: Column }[],
  ): RowTargets {
    const plan = this.#plan(entry);
    const ids = new Int32Array(table.series.length).fill(-1);
    const targets = new RowTargets(table.timeNs.length, [
      ...plan.appends.values(),
      ...(plan.late ? [plan.late] : []),
      ...Array.from(plan.merges.values(), ({ rows }) => rows),
    ]);
    const markWindow = windowMarker('10s', plan.staleWindows);
    const { timeNs, seriesIndex } = table;
    for (let row = 0; row < timeNs.length; row += 1) {
      if (!hasValue(accepted, row)) continue;
      const series = seriesIndex[row] ?? 0;
      const at = timeNs[row] ?? 0n;
      let id = ids[series] ?? -1;
      if (id === -1) {
        id = this.#series(entry, table, series);
        ids[series] = id;
      }
      const { buffer, row: target } = this.#target(plan, id, at);
      targets.put(row, buffer, target);
      if (buffer !== plan.late) markWindow(at);
    }
    return targets;
  }

  #target(plan: MeasurementPlan, seriesId: number, timeNs: bigint): Target {
    const newest = plan.newest.get(seriesId);
    const lastNs = newest?.timeNs ?? this.#times.last(seriesId);
    if (timeNs > lastNs) {
      const buffer = this.#isLate(plan, seriesId, timeNs)
        ? (plan.late ??= new RowBuffer())
        : appendBuffer(plan, timeNs);
      const row = buffer.push(seriesId, timeNs);
      if (!newest) {
        const first = { buffer, row, timeNs };
        plan.newest.set(seriesId, first);
        return first;
      }
      newest.buffer = buffer;
      newest.row = row;
      newest.timeNs = timeNs;
      return newest;
    }
    if (newest?.timeNs === timeNs) return newest;
    const merge = getOrAdd(plan.merges, periodOf('raw', timeNs), () => ({
      rows: new RowBuffer(),
      byKey: new Map<string, number>(),
    }));
    const key = `${String(seriesId)} ${String(timeNs)}`;
    const row = getOrAdd(merge.byKey, key, () => merge.rows.push(seriesId, timeNs));
    return { buffer: merge.rows, row };
  }

  /** True for a sample that is too old to keep and the first of its minute: a rollup has one row a minute. */
  #isLate(
    { entry, late, lateTimes, newest }: MeasurementPlan,
    id: number,
    timeNs: bigint,
  ): boolean {
    if (!lateTimes || timeNs < lateTimes.fromNs || timeNs >= lateTimes.toNs) return false;
    if (late && newest.get(id)?.buffer === late) return true;
    const minute = windowOf('10s', timeNs);
    return minute > entry.newestWindow && minute > windowOf('10s', this.#times.last(id));
  }

  #plan(entry: MeasurementEntry): MeasurementPlan {
    return getOrAdd(this.measurements, entry, () => ({
      entry,
      appends: new Map(),
      merges: new Map(),
      late: null,
      lateTimes: lateTimes(entry, this.#clockMs),
      staleWindows: new Set(),
      newest: new Map(),
      lastAppend: null,
    }));
  }

  #measurement(name: string): MeasurementEntry {
    const known = this.#catalog.measurements.get(name);
    if (known) return known;
    const entry = this.#catalog.addMeasurement(name);
    this.newNames.measurements.push(entry);
    return entry;
  }

  #field(entry: MeasurementEntry, name: string, type: FieldType): StoredField {
    const known = entry.fields.get(name);
    if (known) return known;
    const field = this.#catalog.addField(entry, name, type, isCounter(entry.name, name, type));
    this.newNames.fields.push({ entry, field });
    return field;
  }

  #series(entry: MeasurementEntry, table: SampleTable, index: number): number {
    const tags = table.series[index] ?? {};
    const key = table.keys?.[index] ?? seriesKey(tags);
    const known = entry.seriesIds.get(key);
    if (known !== undefined) return known;
    const id = this.#catalog.addSeries(entry, key, tags);
    this.newNames.series.push({ entry, id, key });
    return id;
  }
}

/** Rows of a table and where they go, as lists without an object a row. */
class RowTargets {
  readonly #buffers: RowBuffer[] = [];
  /** Place in `#buffers` of each row; -1 = nowhere. */
  readonly #bufferOf: Int16Array;
  readonly #rows: Int32Array;
  #last = -1;
  #run: boolean | null = null;
  /** Rows that a buffer had before this table. */
  readonly #rowsBefore: ReadonlyMap<RowBuffer, number>;

  constructor(rows: number, buffers: Iterable<RowBuffer>) {
    this.#rowsBefore = new Map([...buffers].map((buffer) => [buffer, buffer.rows]));
    this.#bufferOf = new Int16Array(rows).fill(-1);
    this.#rows = new Int32Array(rows);
  }

  put(row: number, buffer: RowBuffer, target: number): void {
    if (this.#buffers[this.#last] !== buffer) {
      const known = this.#buffers.indexOf(buffer);
      this.#last = known < 0 ? this.#buffers.push(buffer) - 1 : known;
    }
    this.#bufferOf[row] = this.#last;
    this.#rows[row] = target;
  }

  /** Copies a column to where its rows go. */
  copy(field: StoredField, column: Column): void {
    this.#buffers.forEach((buffer, place) => {
      const isAll = this.#isRun(place);
      const to = buffer.column(field);
      if (isAll) {
        const first = this.#rows[0] ?? 0;
        copyRun(column, to, first);
        return;
      }
      for (let row = 0; row < this.#rows.length; row += 1) {
        if (this.#bufferOf[row] === place) copyCell(column, row, to, this.#rows[row] ?? 0);
      }
    });
  }

  /** True when every row is a new one of this buffer, one behind the other. */
  #isRun(place: number): boolean {
    const buffer = this.#buffers[0];
    if (this.#buffers.length !== 1 || place !== 0 || !buffer) return false;
    const first = this.#rows[0] ?? 0;
    this.#run ??=
      first >= (this.#rowsBefore.get(buffer) ?? 0) &&
      this.#rows.every((target, row) => this.#bufferOf[row] === 0 && target === first + row);
    return this.#run;
  }
}

function hasValue(columns: readonly { column: Column }[], row: number): boolean {
  for (const { column } of columns) if (column.present[row] === 1) return true;
  return false;
}

function appendBuffer(plan: MeasurementPlan, timeNs: bigint): RowBuffer {
  const last = plan.lastAppend;
  if (last && timeNs >= last.fromNs && timeNs < last.toNs) return last.buffer;
  const period = periodOf('raw', timeNs);
  const buffer = getOrAdd(plan.appends, period, () => new RowBuffer());
  const fromNs = periodStartNs('raw', period);
  plan.lastAppend = { buffer, fromNs, toNs: fromNs + partitionNs('raw') };
  return buffer;
}

/**
 * The catalogue knows its own fields. Of others, whole numbers are taken for counters: what a rate
 * needs is kept for them too, which costs space and nothing else.
 */
function isCounter(measurement: string, field: string, type: FieldType): boolean {
  if (type === 'string' || type === 'boolean') return false;
  const known = findMetric(measurement, field);
  if (known) return known.kind === 'counter';
  return type !== 'float' || field.endsWith('_total');
}

function countPresent(present: Uint8Array): number {
  let count = 0;
  for (const one of present) count += one;
  return count;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
