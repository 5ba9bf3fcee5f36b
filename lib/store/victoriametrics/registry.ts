import type { FieldType } from '#lib/model/metric.ts';
import type { SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { clockAheadMs } from '../clock-ahead.ts';
import {
  fieldLabel,
  fieldMetric,
  measurementLabel,
  seriesMetric,
  tagsOf,
  typeLabel,
} from './labels.ts';
import { duration, selector } from './metricsql.ts';
import { jsonLine, seriesHead, type SeriesHead } from './series-head.ts';
import type { Labels, VictoriaClient } from './victoria-client.ts';

export type FieldTypes = ReadonlyMap<string, FieldType>;

interface KnownField {
  readonly type: FieldType;
  /** Day on which the database was told last; null = it does not know yet. */
  toldDay: number | null;
}

/** A series as it was met: what its rows begin with, and whether the database knows of it. */
export interface KnownSeries {
  /** Null for tags that cannot be stored. */
  readonly head: SeriesHead | null;
  toldDay: number | null;
}

const dayMs = 86_400_000;
/** How long a field that another server made may stay unknown. */
const freshMs = 10_000;
/** What was told is told again every day, so that it lives as long as the samples do. */
const longestKeepMs = 3_660 * dayMs;

/**
 * Types and tag sets, which the database has no place for: it keeps them as series whose labels
 * say them.
 */
export class Registry {
  readonly #client: VictoriaClient;
  readonly #clock: () => number;
  readonly #fields = new Map<string, Map<string, KnownField>>();
  readonly #series = new Map<string, KnownSeries>();
  #loadedMs = Number.NEGATIVE_INFINITY;

  constructor(client: VictoriaClient, clock: () => number) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Types of the fields of a measurement, also of those that another server made a while ago. */
  async types(measurement: string, signal: AbortSignal): Promise<FieldTypes> {
    if (this.#clock() - this.#loadedMs >= freshMs) await this.load(signal);
    const fields = this.#fields.get(measurement) ?? [];
    return new Map(Array.from(fields, ([name, { type }]) => [name, type]));
  }

  async load(signal: AbortSignal): Promise<void> {
    const atMs = this.#clock();
    for (const labels of await this.#read(fieldMetric, [], signal)) {
      const fields = this.#fieldsOf(labels[measurementLabel] ?? '');
      const name = labels[fieldLabel] ?? '';
      if (!fields.has(name)) fields.set(name, { type: fieldType(labels), toldDay: null });
    }
    this.#loadedMs = atMs;
  }

  /** Every measurement with the types of its fields. */
  async allTypes(signal: AbortSignal): Promise<ReadonlyMap<string, FieldTypes>> {
    await this.load(signal);
    const found = new Map<string, FieldTypes>();
    for (const measurement of this.#fields.keys()) {
      found.set(measurement, await this.types(measurement, signal));
    }
    return found;
  }

  /** Every tag set, of one measurement or of all, with its measurement. */
  async series(
    measurement: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly measurement: string; readonly tags: Tags }[]> {
    const match = measurement === null ? [] : [[measurementLabel, [measurement]] as const];
    const found = await this.#read(seriesMetric, match, signal);
    return found.map((labels) => ({
      measurement: labels[measurementLabel] ?? '',
      tags: tagsOf(labels),
    }));
  }

  /** The type a field is stored under: the one it has, or from now on the one asked for. */
  reserve(measurement: string, field: string, type: FieldType): FieldType {
    const fields = this.#fieldsOf(measurement);
    const known = fields.get(field);
    if (known) return known.type;
    fields.set(field, { type, toldDay: null });
    return type;
  }

  /** The series of a table, in their order. */
  known({ measurement, series }: SampleTable): KnownSeries[] {
    return series.map((tags) => this.#seriesOf(measurement, tags));
  }

  /** Lines that say which fields and series of a table there are, where today none has. */
  announce(
    measurement: string,
    series: readonly KnownSeries[],
    fields: readonly string[],
  ): Announcement {
    const today = Math.floor(this.#clock() / dayMs);
    const told: { toldDay: number | null }[] = [];
    let json = '';
    const tell = (known: { toldDay: number | null }, metric: string, labels: Labels): void => {
      if (known.toldDay === today) return;
      told.push(known);
      json += jsonLine(metric, labels, '1', this.#clock());
    };
    for (const known of series) {
      if (known.head) tell(known, seriesMetric, known.head.labels);
    }
    for (const name of fields) {
      const known = this.#fieldsOf(measurement).get(name);
      const labels = { [measurementLabel]: measurement, [fieldLabel]: name };
      if (known) tell(known, fieldMetric, { ...labels, [typeLabel]: known.type });
    }
    return { json, settle: () => told.forEach((known) => (known.toldDay = today)) };
  }

  #fieldsOf(measurement: string): Map<string, KnownField> {
    const known = this.#fields.get(measurement) ?? new Map<string, KnownField>();
    this.#fields.set(measurement, known);
    return known;
  }

  #seriesOf(measurement: string, tags: Tags): KnownSeries {
    const key = `${measurement} ${seriesKey(tags)}`;
    let known = this.#series.get(key);
    if (!known) {
      known = { head: seriesHead(measurement, tags), toldDay: null };
      this.#series.set(key, known);
    }
    return known;
  }

  async #read(
    metric: string,
    match: readonly (readonly [label: string, values: readonly string[]])[],
    signal: AbortSignal,
  ): Promise<Labels[]> {
    const from = selector([['__name__', [metric]], ...match]);
    const query = `last_over_time(${from}[${duration(longestKeepMs)}])`;
    const rows = await this.#client.instant(query, this.#clock() + clockAheadMs, signal);
    return rows.map(({ labels }) => labels);
  }
}

export interface Announcement {
  readonly json: string;
  /** To be called once the lines are stored. */
  readonly settle: () => void;
}

function fieldType(labels: Labels): FieldType {
  const type = labels[typeLabel];
  switch (type) {
    case 'float':
    case 'integer':
    case 'unsigned':
    case 'string':
    case 'boolean':
      return type;
    default:
      throw new Error(`read VictoriaMetrics: field type ${String(type)} is unknown`);
  }
}
