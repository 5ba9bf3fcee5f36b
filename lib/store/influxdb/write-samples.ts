import type { Point, SampleTable } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import type { RejectedField, WriteOutcome, WriteRequest } from '../store.ts';
import type { BatchWatermarks } from './batch-watermarks.ts';
import type { FieldTypeCache } from './field-types.ts';
import { InfluxError, type InfluxClient } from './influx-client.ts';
import type { InfluxAbilities } from './prepare-database.ts';
import { writableTable } from './write-tables.ts';

/** Lines of one request; InfluxDB is quickest with some thousands. */
const requestPoints = 5_000;

export interface SampleWriter {
  readonly client: InfluxClient;
  readonly abilities: InfluxAbilities;
  readonly fieldTypes: FieldTypeCache;
  readonly watermarks: BatchWatermarks;
  readonly log: Log;
  /** Done once the rows are written, before the number of their batch is. */
  readonly afterRows: () => Promise<void>;
}

export async function writeSamples(
  writer: SampleWriter,
  { tables, batch }: WriteRequest,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  if (!batch) {
    const rejected = await storeTables(writer, tables, signal);
    await writer.afterRows();
    return { kind: 'stored', rejected };
  }
  return writer.watermarks.inOrder(batch.source, async () => {
    if (writer.watermarks.isReplay(batch)) return { kind: 'replayed' };
    const rejected = await storeTables(writer, tables, signal);
    await writer.afterRows();
    await writer.watermarks.store(batch, signal);
    return { kind: 'stored', rejected };
  });
}

async function storeTables(
  writer: SampleWriter,
  tables: readonly SampleTable[],
  signal: AbortSignal,
): Promise<RejectedField[]> {
  const rejected: RejectedField[] = [];
  for (const table of tables) {
    try {
      rejected.push(...(await storeTable(writer, table, signal)));
    } catch (error) {
      // Somebody else made one of the fields, with another type, since the types were read.
      if (!isTypeConflict(error)) throw error;
      writer.fieldTypes.forget();
      rejected.push(...(await storeTable(writer, table, signal)));
    }
  }
  return rejected;
}

async function storeTable(
  { client, abilities, fieldTypes, log }: SampleWriter,
  table: SampleTable,
  signal: AbortSignal,
): Promise<readonly RejectedField[]> {
  const stored = await fieldTypes.of(table.measurement, signal);
  const { points, rejected, added } = writableTable(table, stored, abilities.unsigned);
  const refused: RejectedField[] = [];
  for (let from = 0; from < points.length; from += requestPoints) {
    const lines = encodePoints(points.slice(from, from + requestPoints), (error, point) => {
      log.warn({ reason: error.message }, 'a point cannot be carried by line protocol');
      refused.push(...refusedFields(point));
    });
    if (lines === '') continue;
    await client.write(lines, null, signal).catch((error: unknown) => {
      if (!isTooOld(error)) throw error;
      log.warn({ reason: String(error) }, 'InfluxDB dropped points older than its policy keeps');
    });
  }
  fieldTypes.add(table.measurement, added);
  return [...rejected, ...refused];
}

function refusedFields({ measurement, fields }: Point): RejectedField[] {
  return Object.entries(fields).map(([field, { type }]) => ({
    measurement,
    field,
    expected: type,
    received: type,
    rows: 1,
  }));
}

function isTypeConflict(error: unknown): boolean {
  return error instanceof InfluxError && error.message.includes('field type conflict');
}

function isTooOld(error: unknown): boolean {
  return error instanceof InfluxError && error.message.includes('points beyond retention policy');
}
