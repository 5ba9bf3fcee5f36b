import type { SampleTable } from '#lib/model/sample.ts';
import type { InOrder } from '../in-order.ts';
import { millisecondNs } from '../nanoseconds.ts';
import type { RejectedField, WriteOutcome, WriteRequest } from '../store.ts';
import { acceptColumns } from './accept-columns.ts';
import type { BatchMarks } from './batch-marks.ts';
import type { Registry } from './registry.ts';
import { encodeRows } from './row-lines.ts';
import type { Visibility } from './visibility.ts';
import type { WriteLane } from './write-lane.ts';

export interface SampleWriter {
  readonly registry: Registry;
  readonly marks: BatchMarks;
  readonly order: InOrder;
  readonly lane: WriteLane;
  readonly visibility: Visibility;
  readonly clock: () => number;
}

export async function writeSamples(
  writer: SampleWriter,
  { tables, batch }: WriteRequest,
): Promise<WriteOutcome> {
  const { marks, order, clock } = writer;
  if (!batch) return { kind: 'stored', rejected: await storeTables(writer, tables, '') };
  return order.run(batch.source, async () => {
    if (marks.isReplay(batch)) return { kind: 'replayed' };
    const rejected = await storeTables(writer, tables, marks.line(batch, clock()));
    marks.note(batch);
    return { kind: 'stored', rejected };
  });
}

/** @param mark a line that is stored once all rows are */
async function storeTables(
  { registry, lane, visibility }: SampleWriter,
  tables: readonly SampleTable[],
  mark: string,
): Promise<RejectedField[]> {
  let lines = '';
  let json = '';
  const rejected: RejectedField[] = [];
  const announcements: { readonly settle: () => void }[] = [];
  for (const table of tables) {
    const series = registry.known(table);
    const heads = series.map(({ head }) => head);
    const accepted = acceptColumns(table, heads, registry);
    rejected.push(...accepted.rejected);
    if (accepted.columns.length === 0) continue;
    const names = accepted.columns.map(([name]) => name);
    const announcement = registry.announce(table.measurement, series, names);
    announcements.push(announcement);
    const encoded = await encodeRows(table, accepted.columns, heads);
    lines += encoded.lines;
    json += announcement.json + encoded.json;
  }
  if (lines + json + mark === '') return rejected;
  await lane.write({ lines, json, afterwards: mark });
  for (const { settle } of announcements) settle();
  visibility.noteWrite(oldestMs(tables));
  return rejected;
}

function oldestMs(tables: readonly SampleTable[]): number {
  let oldest: bigint | null = null;
  for (const { timeNs } of tables) {
    for (const time of timeNs) if (oldest === null || time < oldest) oldest = time;
  }
  return oldest === null ? Number.POSITIVE_INFINITY : Number(oldest / millisecondNs);
}
