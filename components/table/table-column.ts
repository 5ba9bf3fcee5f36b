import type { ReactNode } from 'react';
import type { CsvCell } from '#lib/format/csv.ts';

/** One column: what a row is sorted, filtered and exported by, and how it is drawn. */
export interface TableColumn<Row> {
  readonly id: string;
  /** Empty over a column of buttons: it is not sorted, hidden or exported. */
  readonly head: string;
  /** In base units; null is a gap and sorts last. */
  readonly value: (row: Row) => CsvCell;
  /** Absent: the value itself. */
  readonly cell?: (row: Row) => ReactNode;
  /** Numbers stand to the right so that their digits line up. */
  readonly align?: 'right';
  /** Left out until it is chosen. */
  readonly hidden?: boolean;
  /** Shown on hover over the head: what it is, or how it is made. */
  readonly help?: string;
}
