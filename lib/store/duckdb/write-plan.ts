import type { FieldType } from '#lib/model/metric.ts';
import type { Column, SampleTable } from '#lib/model/sample.ts';
import { findMetric } from '#lib/metrics/catalogue.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { RejectedField } from '../store.ts';
import type { Catalog, MeasurementEntry, StoredField } from './catalog.ts';
import { periodOf } from './partition.ts';
import { windowMarker } from '../rollup-window.ts';
import { copyCell, RowBuffer } from './row-buffer.ts';
import type { SeriesTimes } from './series-times.ts';

/** Rows of one measurement that one transaction will store, by partition. */
export interface MeasurementPlan {
  readonly entry: MeasurementEntry;
  /** Rows newer than everything their series has: appended as they are. */
  readonly appends: Map<number, RowBuffer>;
  /** Rows whose time may be stored already: merged field by field. */
  readonly merges: Map<number, MergeBuffer>;
  /** Windows of the first rollup that these rows change. */
  readonly staleWindows: Set<number>;
  /** Where the newest row of each series touched here lies. */
  readonly newest: Map<number, Target & { readonly timeNs: bigint }>;
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

  constructor(catalog: Catalog, times: SeriesTimes) {
    this.#catalog = catalog;
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
    for (const { field, column } of accepted) copyColumn(field, column, targets);
    return rejected;
  }

  #targets(
    entry: MeasurementEntry,
    table: SampleTable,
    accepted: readonly { column: Column }[],
  ): (Target | null)[] {
    const plan = this.#plan(entry);
    const ids = new Int32Array(table.series.length).fill(-1);
    const targets: (Target | null)[] = [];
    const markWindow = windowMarker('10s', plan.staleWindows);
    for (let row = 0; row < table.timeNs.length; row += 1) {
      const series = table.seriesIndex[row] ?? 0;
      const timeNs = table.timeNs[row];
      if (timeNs === undefined || !accepted.some(({ column }) => column.present[row] === 1)) {
        targets.push(null);
        continue;
      }
      let id = ids[series] ?? -1;
      if (id === -1) {
        id = this.#series(entry, table, series);
        ids[series] = id;
      }
      targets.push(this.#target(plan, id, timeNs));
      markWindow(timeNs);
    }
    return targets;
  }

  #target(plan: MeasurementPlan, seriesId: number, timeNs: bigint): Target {
    const newest = plan.newest.get(seriesId);
    const lastNs = newest?.timeNs ?? this.#times.last(seriesId);
    if (timeNs > lastNs) {
      const buffer = getOrAdd(plan.appends, periodOf('raw', timeNs), () => new RowBuffer());
      const target = { buffer, row: buffer.push(seriesId, timeNs), timeNs };
      plan.newest.set(seriesId, target);
      return target;
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

  #plan(entry: MeasurementEntry): MeasurementPlan {
    return getOrAdd(this.measurements, entry, () => ({
      entry,
      appends: new Map(),
      merges: new Map(),
      staleWindows: new Set(),
      newest: new Map(),
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

function copyColumn(field: StoredField, column: Column, targets: readonly (Target | null)[]): void {
  let buffer: RowBuffer | null = null;
  let to = null;
  for (let row = 0; row < targets.length; row += 1) {
    const target = targets[row];
    if (!target || column.present[row] !== 1) continue;
    if (to === null || target.buffer !== buffer) {
      buffer = target.buffer;
      to = buffer.column(field);
    }
    copyCell(column, row, to, target.row);
  }
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
