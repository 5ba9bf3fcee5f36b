import type { DuckDBConnection } from '@duckdb/node-api';
import type { FieldType } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';
import { emptyRollupState, type RollupState } from '../tier-plan.ts';
import type { Tier } from '../store.ts';
import { rollupTiers, tierOrder } from '../tier.ts';
import {
  fieldColumn,
  parsePartitionTable,
  partitionTable,
  periodOf,
  type Partition,
} from './partition.ts';

export interface StoredField {
  readonly id: number;
  readonly name: string;
  readonly type: FieldType;
  readonly column: string;
  /** A counter's rollups keep what a rate needs. */
  readonly counter: boolean;
}

/** What the file holds of one measurement. Only the catalogue changes it. */
export interface MeasurementEntry extends RollupState {
  readonly id: number;
  readonly name: string;
  readonly fields: Map<string, StoredField>;
  readonly seriesIds: Map<string, number>;
  readonly tags: Map<number, Tags>;
  readonly partitions: Readonly<Record<Tier, Map<number, Partition>>>;
  /** Newest window of the first rollup that had rows when the file was opened. */
  newestWindow: number;
}

/**
 * Names from outside and the numbers that stand for them in the file, held in memory by the only
 * process that may open it.
 */
export class Catalog {
  readonly measurements = new Map<string, MeasurementEntry>();
  readonly #byId = new Map<number, MeasurementEntry>();
  #nextMeasurement = 1;
  #nextField = 1;
  #nextSeries = 0;

  get seriesCount(): number {
    return this.#nextSeries;
  }

  byId(id: number): MeasurementEntry | undefined {
    return this.#byId.get(id);
  }

  addMeasurement(name: string, id = this.#nextMeasurement): MeasurementEntry {
    const entry: MeasurementEntry = {
      id,
      name,
      fields: new Map(),
      seriesIds: new Map(),
      tags: new Map(),
      partitions: { raw: new Map(), '10s': new Map(), '1m': new Map(), '1h': new Map() },
      newestWindow: Number.NEGATIVE_INFINITY,
      ...emptyRollupState(),
    };
    this.measurements.set(name, entry);
    this.#byId.set(id, entry);
    this.#nextMeasurement = Math.max(this.#nextMeasurement, id + 1);
    return entry;
  }

  addField(
    entry: MeasurementEntry,
    name: string,
    type: FieldType,
    counter: boolean,
    id = this.#nextField,
  ): StoredField {
    const field: StoredField = { id, name, type, column: fieldColumn(id), counter };
    entry.fields.set(name, field);
    this.#nextField = Math.max(this.#nextField, id + 1);
    return field;
  }

  addSeries(entry: MeasurementEntry, key: string, tags: Tags, id = this.#nextSeries): number {
    entry.seriesIds.set(key, id);
    entry.tags.set(id, tags);
    this.#nextSeries = Math.max(this.#nextSeries, id + 1);
    return id;
  }

  addPartition(
    entry: MeasurementEntry,
    tier: Tier,
    period: number,
    columns: Iterable<string> = [],
  ): Partition {
    const table = partitionTable(entry.id, tier, period);
    const partition: Partition = { table, tier, period, columns: new Set(columns) };
    entry.partitions[tier].set(period, partition);
    return partition;
  }

  /** Drops everything known and reads the file again. */
  async reload(connection: DuckDBConnection): Promise<void> {
    this.measurements.clear();
    this.#byId.clear();
    this.#nextMeasurement = 1;
    this.#nextField = 1;
    this.#nextSeries = 0;
    await this.#loadNames(connection);
    await this.#loadPartitions(connection);
    await this.#loadRollupState(connection);
  }

  async #loadNames(connection: DuckDBConnection): Promise<void> {
    const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    for (const [id, name] of await read(`SELECT id, name FROM measurements`)) {
      this.addMeasurement(String(name), Number(id));
    }
    for (const row of await read(
      `SELECT id, measurement, name, type, counter FROM fields ORDER BY id`,
    )) {
      const entry = this.#byId.get(Number(row[1]));
      const type = storedFieldType(row[3]);
      if (entry) this.addField(entry, String(row[2]), type, row[4] === true, Number(row[0]));
    }
    for (const row of await read(`SELECT id, measurement, key FROM series ORDER BY id`)) {
      const entry = this.#byId.get(Number(row[1]));
      const key = String(row[2]);
      if (entry) this.addSeries(entry, key, parseSeriesKey(key), Number(row[0]));
    }
  }

  async #loadPartitions(connection: DuckDBConnection): Promise<void> {
    const reader = await connection.runAndReadAll(
      `SELECT table_name, column_name FROM duckdb_columns()
       WHERE database_name = current_database() AND NOT internal ORDER BY table_name, column_index`,
    );
    for (const row of reader.getRows()) {
      const name = parsePartitionTable(String(row[0]));
      const entry = name && this.#byId.get(name.measurementId);
      if (!entry) continue;
      const partition =
        entry.partitions[name.tier].get(name.period) ??
        this.addPartition(entry, name.tier, name.period);
      partition.columns.add(String(row[1]));
    }
  }

  async #loadRollupState(connection: DuckDBConnection): Promise<void> {
    const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    for (const row of await read(`SELECT measurement, tier, place FROM stale_windows`)) {
      const tier = rollupTiers.find((name) => name === row[1]);
      if (tier) this.#byId.get(Number(row[0]))?.stale[tier].add(Number(row[2]));
    }
    for (const row of await read(`SELECT measurement, tier, until_ns FROM dropped_until`)) {
      const tier = tierOrder.find((name) => name === row[1]);
      const entry = this.#byId.get(Number(row[0]));
      if (tier && entry) entry.droppedUntilNs[tier] = row[2] as bigint;
    }
  }
}

/** Partitions of a tier that hold times in [fromNs, toNs), oldest first. */
export function partitionsBetween(
  entry: MeasurementEntry,
  tier: Tier,
  fromNs: bigint,
  toNs: bigint,
): Partition[] {
  const first = periodOf(tier, fromNs);
  const last = periodOf(tier, toNs - 1n);
  return [...entry.partitions[tier].values()]
    .filter(({ period }) => period >= first && period <= last)
    .sort((a, b) => a.period - b.period);
}

/** The key is the JSON that `seriesKey` wrote: sorted pairs of name and value. */
function parseSeriesKey(key: string): Tags {
  return Object.fromEntries(JSON.parse(key) as [string, string][]);
}

function storedFieldType(value: unknown): FieldType {
  switch (value) {
    case 'float':
    case 'integer':
    case 'unsigned':
    case 'string':
    case 'boolean':
      return value;
    default:
      throw new Error(`read store: field type ${String(value)} is unknown`);
  }
}
