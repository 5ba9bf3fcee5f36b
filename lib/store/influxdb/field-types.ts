import type { FieldType } from '#lib/model/metric.ts';
import type { InfluxClient } from './influx-client.ts';
import { rollupTiers } from '../tier.ts';
import { source } from './influxql.ts';
import { eventPolicy, policyOf } from './layout.ts';
import { rolledUpField } from './rollup-fields.ts';

export type FieldTypes = ReadonlyMap<string, FieldType>;

/** How long another writer's new field may stay unknown. */
const freshMs = 10_000;

/** Types of the stored fields, remembered for some seconds because every write asks for them. */
export class FieldTypeCache {
  readonly #client: InfluxClient;
  readonly #clock: () => number;
  readonly #hasRollups: boolean;
  readonly #known = new Map<string, { readonly types: Map<string, FieldType>; atMs: number }>();

  /** @param hasRollups whether the retention policies of the rollups are there to be asked */
  constructor(client: InfluxClient, clock: () => number, hasRollups: boolean) {
    this.#client = client;
    this.#clock = clock;
    this.#hasRollups = hasRollups;
  }

  /** Fields of the samples. */
  async of(measurement: string, signal: AbortSignal): Promise<FieldTypes> {
    const known = this.#known.get(measurement);
    if (known && this.#clock() - known.atMs < freshMs) return known.types;
    const types = new Map<string, FieldType>();
    for (const [name, type] of await this.#keys(null, measurement, signal)) {
      // A field may have another type in another shard; the first one listed is taken.
      if (!types.has(name)) types.set(name, type);
    }
    this.#known.set(measurement, { types, atMs: this.#clock() });
    return types;
  }

  /** Fields of the samples and those of which only rollups are left, as floats. */
  async withRollups(measurement: string, signal: AbortSignal): Promise<FieldTypes> {
    const types = new Map(await this.of(measurement, signal));
    for (const tier of this.#hasRollups ? rollupTiers : []) {
      for (const [name] of await this.#keys(policyOf(tier), measurement, signal)) {
        const field = rolledUpField(name);
        if (field !== null && !types.has(field)) types.set(field, 'float');
      }
    }
    return types;
  }

  /** Fields of the samples and of the events that have outlived theirs. */
  async withEvents(measurement: string, signal: AbortSignal): Promise<FieldTypes> {
    const kept = await this.#keys(eventPolicy, measurement, signal);
    return new Map([...kept, ...(await this.of(measurement, signal))]);
  }

  async #keys(
    policy: string | null,
    measurement: string,
    signal: AbortSignal,
  ): Promise<[name: string, type: FieldType][]> {
    const statement = `SHOW FIELD KEYS FROM ${source(policy, measurement)}`;
    const [series = []] = await this.#client.query(statement, 'ms', signal);
    const rows = series.flatMap(({ values }) => values);
    return rows.map(([name, type]) => [String(name), fieldType(type)]);
  }

  forget(): void {
    this.#known.clear();
  }

  /** Takes down the fields that a write has just made. */
  add(measurement: string, types: Iterable<readonly [string, FieldType]>): void {
    const known = this.#known.get(measurement);
    for (const [name, type] of types) known?.types.set(name, type);
  }
}

function fieldType(value: unknown): FieldType {
  switch (value) {
    case 'float':
    case 'integer':
    case 'unsigned':
    case 'string':
    case 'boolean':
      return value;
    default:
      throw new Error(`read InfluxDB: field type ${String(value)} is unknown`);
  }
}
