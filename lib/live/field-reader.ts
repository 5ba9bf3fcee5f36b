import type { SampleValue } from '#lib/store/store.ts';
import type { LatestColumn } from './latest-column.ts';
import type { Entity } from './entity-list.ts';
import type { MeasurementTable } from './measurement-table.ts';

/** Reads one asked-for field; see `Subscribe` for `rate(…)`. */
export interface FieldReader {
  /** NaN = gap. */
  number(entity: Entity): number;
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
  if (!column) return absent;
  return counter === undefined ? plainReader(column) : rateReader(column);
}

function plainReader(column: LatestColumn): FieldReader {
  return {
    number: (entity) => (isCurrent(column, entity) ? column.numberAt(entity.row) : Number.NaN),
    value: (entity) => (isCurrent(column, entity) ? column.valueAt(entity.row) : null),
    time: (entity) => currentTime(column, entity),
  };
}

function rateReader(column: LatestColumn): FieldReader {
  const rate = (entity: Entity) =>
    isCurrent(column, entity) ? column.rateAt(entity.row) : Number.NaN;
  return {
    number: rate,
    value(entity) {
      const perSecond = rate(entity);
      return Number.isNaN(perSecond) ? null : perSecond;
    },
    time: (entity) => currentTime(column, entity),
  };
}

function isCurrent(column: LatestColumn, entity: Entity): boolean {
  return column.timeAt(entity.row) >= entity.newestMs - fieldGapMs;
}

function currentTime(column: LatestColumn, entity: Entity): number {
  return isCurrent(column, entity) ? column.timeAt(entity.row) : Number.NEGATIVE_INFINITY;
}

const absent: FieldReader = {
  number: () => Number.NaN,
  value: () => null,
  time: () => Number.NEGATIVE_INFINITY,
};
