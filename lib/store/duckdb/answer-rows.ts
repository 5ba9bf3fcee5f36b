import type { Tags } from '#lib/model/sample.ts';
import { millisecondNs } from '../nanoseconds.ts';
import type { LatestRow, SampleValue } from '../store.ts';
import type { StoredField, MeasurementEntry } from './catalog.ts';

/** Fields as they were asked for, and those of them that the measurement has. */
export interface AskedFields {
  readonly asked: readonly (StoredField | null)[];
  readonly stored: readonly StoredField[];
}

export function findFields(entry: MeasurementEntry, names: readonly string[]): AskedFields {
  const asked = names.map((name) => entry.fields.get(name) ?? null);
  return { asked, stored: asked.filter((field) => field !== null) };
}

/** Rows of group, time in nanoseconds and the stored fields, as rows of what was asked for. */
export function answerRows(
  rows: readonly (readonly unknown[])[],
  groupTags: readonly Tags[],
  { asked, stored }: AskedFields,
): LatestRow[] {
  return rows.flatMap((row) => {
    const tags = groupTags[Number(row[0])];
    if (!tags) return [];
    const values = asked.map((field) =>
      field ? ((row[2 + stored.indexOf(field)] ?? null) as SampleValue) : null,
    );
    return [{ tags, timeMs: Number((row[1] as bigint) / millisecondNs), values }];
  });
}
