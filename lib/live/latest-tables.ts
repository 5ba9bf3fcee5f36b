import type { SampleTable } from '#lib/model/sample.ts';
import type { LatestRow, Match } from '#lib/store/store.ts';
import { readField } from './field-reader.ts';
import type { LatestSeries, PlaceTags } from './hub.ts';
import { testTags } from './match.ts';
import { MeasurementTable } from './measurement-table.ts';

/** Newest values of every measurement within one bound of memory. */
export interface LatestTables {
  publish(tables: readonly SampleTable[], heardMs: number): void;
  latest(measurement: string, fields: readonly string[], match: Match): LatestRow[];
  series(measurement: string, match: Match): LatestSeries[];
  get(measurement: string): MeasurementTable | undefined;
  forget(heardBeforeMs: number): void;
  placesChanged(): void;
}

/** @param bounds series and values that all measurements together may hold */
export function createLatestTables(
  placeTags: PlaceTags,
  bounds: { readonly series: number; readonly cells: number },
): LatestTables {
  const tables = new Map<string, MeasurementTable>();
  const budget = { series: bounds.series, cells: bounds.cells };

  function tableOf(measurement: string): MeasurementTable {
    const known = tables.get(measurement);
    if (known) return known;
    const table = new MeasurementTable(placeTags, budget);
    tables.set(measurement, table);
    return table;
  }

  return {
    publish(arrived, heardMs) {
      for (const table of arrived) tableOf(table.measurement).publish(table, heardMs);
    },
    latest: (measurement, fields, match) => rowsOf(tables.get(measurement), fields, match),
    series: (measurement, match) => seriesOf(tables.get(measurement), match),
    get: (measurement) => tables.get(measurement),
    forget(heardBeforeMs) {
      for (const [measurement, table] of tables) {
        table.forget(heardBeforeMs);
        if (!table.isEmpty) continue;
        table.release();
        tables.delete(measurement);
      }
    },
    placesChanged() {
      for (const table of tables.values()) table.placesChanged();
    },
  };
}

function rowsOf(
  table: MeasurementTable | undefined,
  fields: readonly string[],
  match: Match,
): LatestRow[] {
  if (!table) return [];
  const matches = testTags(match);
  const readers = fields.map((field) => readField(table, field));
  const rows: LatestRow[] = [];
  for (const entity of table.entities()) {
    if (!matches(entity.placedTags)) continue;
    const timeMs = Math.max(...readers.map((reader) => reader.time(entity)));
    if (timeMs === Number.NEGATIVE_INFINITY) continue;
    rows.push({
      tags: entity.placedTags,
      // Samples are stamped in nanoseconds, rows are read in whole milliseconds.
      timeMs: Math.floor(timeMs),
      values: readers.map((reader) => reader.value(entity)),
    });
  }
  return rows;
}

function seriesOf(table: MeasurementTable | undefined, match: Match): LatestSeries[] {
  const matches = testTags(match);
  const series: LatestSeries[] = [];
  if (!table) return series;
  for (const { placedTags, row } of table.entities()) {
    if (matches(placedTags)) series.push({ tags: placedTags, newestMs: table.newestMsAt(row) });
  }
  return series;
}
