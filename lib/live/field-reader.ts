import type { SampleValue } from '#lib/store/store.ts';
import type { ColumnReading, LatestColumn } from './latest-column.ts';
import type { Entity } from './entity-list.ts';
import type { MeasurementTable } from './measurement-table.ts';

/** Reads one asked-for field; see `Subscribe` for `rate(…)`. */
export interface FieldReader {
  /**
   * Many entities at once, as numbers.
   *
   * @returns a time that no value that was read is older than
   */
  readInto(reading: ColumnReading): number;
  /** The same where no value is too old and times do not matter; null where that is no faster. */
  readonly copyInto: ((reading: ColumnReading) => void) | null;
  /** null = gap. */
  value(entity: Entity): SampleValue;
  /** Time of the value; -Infinity where there is a gap. */
  time(entity: Entity): number;
}

/**
 * A field that stays away while its series goes on reporting is a gap, not its last value.
 * Longer than the slowest collector's interval, as several may report into one series.
 */
export const fieldGapMs = 60_000;

const ratePattern = /^rate\((.+)\)$/;

export function readField(table: MeasurementTable | undefined, field: string): FieldReader {
  const counter = ratePattern.exec(field)?.[1];
  const column = table?.column(counter ?? field);
  if (!table || !column) return absent;
  return counter === undefined ? plainReader(table, column) : rateReader(table, column);
}

function plainReader(table: MeasurementTable, column: LatestColumn): FieldReader {
  return {
    readInto: (reading) => column.readNumbers(reading),
    copyInto: (reading) => column.copyNumbers(reading),
    value: ({ row }) => (isCurrent(table, column, row) ? column.valueAt(row) : null),
    time: ({ row }) => currentTime(table, column, row),
  };
}

function rateReader(table: MeasurementTable, column: LatestColumn): FieldReader {
  return {
    readInto(reading) {
      column.readRates(reading);
      return Number.NEGATIVE_INFINITY;
    },
    copyInto: null,
    value({ row }) {
      const perSecond = isCurrent(table, column, row) ? column.rateAt(row) : Number.NaN;
      return Number.isNaN(perSecond) ? null : perSecond;
    },
    time: ({ row }) => currentTime(table, column, row),
  };
}

function isCurrent(table: MeasurementTable, column: LatestColumn, row: number): boolean {
  return column.timeAt(row) >= table.newestMsAt(row) - fieldGapMs;
}

function currentTime(table: MeasurementTable, column: LatestColumn, row: number): number {
  return isCurrent(table, column, row) ? column.timeAt(row) : Number.NEGATIVE_INFINITY;
}

const absent: FieldReader = {
  readInto({ places, values }) {
    for (const place of places) values[place] = Number.NaN;
    return Number.NEGATIVE_INFINITY;
  },
  copyInto: null,
  value: () => null,
  time: () => Number.NEGATIVE_INFINITY,
};
