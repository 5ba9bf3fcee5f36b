import type { FieldType } from '#lib/model/metric.ts';
import type { SampleTable, Tags } from '#lib/model/sample.ts';

/** Where samples live. Every implementation passes tests/contract/store-contract.ts unchanged. */
export interface Store {
  readonly kind: 'duckdb' | 'influxdb' | 'victoriametrics';

  /**
   * Resolves once every row is durable. The same series and time written again overwrites field by
   * field. A batch whose id was stored before changes nothing and answers `replayed`.
   */
  write(request: WriteRequest): Promise<WriteOutcome>;

  /** Newest value of every field asked for, one row a series, no older than `maxAgeMs`. */
  latest(query: LatestQuery, signal: AbortSignal): Promise<LatestRow[]>;

  /**
   * Points as they were written, newest first, at most `limit`. For events, which are kept longer
   * than samples; of anything else only what is still raw.
   */
  points(query: PointsQuery, signal: AbortSignal): Promise<LatestRow[]>;

  /** Buckets over a bounded range, from the tier that fits the range and the point budget. */
  series(query: SeriesQuery, signal: AbortSignal): Promise<SeriesResult>;

  /** The answer of `series` as columns of numbers: for readers of very many values. */
  grid(query: SeriesQuery, signal: AbortSignal): Promise<SeriesGrid>;

  /** The series or groups with the highest or lowest figure over a range, in that order. */
  top(query: TopQuery, signal: AbortSignal): Promise<TopResult>;

  /** How the values of many series lie in each bucket: the median, the hottest twentieth. */
  quantiles(query: QuantilesQuery, signal: AbortSignal): Promise<QuantilesResult>;

  /** What is stored: measurements with their fields, types and tag names. */
  measurements(signal: AbortSignal): Promise<StoredMeasurement[]>;

  /** Every tag set of a measurement that has samples in the raw or a rollup tier. */
  listSeries(measurement: string, signal: AbortSignal): Promise<Tags[]>;

  /** Newest sequence acknowledged for each batch source. */
  batchWatermarks(): Promise<ReadonlyMap<string, bigint>>;

  /** Builds rollups up to `nowMs` and drops what has outlived its tier. Cheap when little is due. */
  maintain(nowMs: number): Promise<void>;

  /** Size and age by tier, for the settings page. */
  tiers(signal: AbortSignal): Promise<TierSize[]>;

  /**
   * Samples that other writers put straight into the database, newest last, polled once a second;
   * null where nobody else can, or where what they put in is not known (VictoriaMetrics).
   */
  readonly follow:
    ((sink: (tables: SampleTable[]) => void, signal: AbortSignal) => Promise<void>) | null;

  close(): Promise<void>;
}

export interface BatchId {
  readonly source: string;
  readonly sequence: bigint;
}

export interface WriteRequest {
  readonly tables: readonly SampleTable[];
  readonly batch?: BatchId;
}

export type WriteOutcome =
  | { readonly kind: 'stored'; readonly rejected: readonly RejectedField[] }
  | { readonly kind: 'replayed' };

/** A field that arrived with another type than the one it is stored under. The rest was stored. */
export interface RejectedField {
  readonly measurement: string;
  readonly field: string;
  readonly expected: FieldType;
  readonly received: FieldType;
  readonly rows: number;
}

/** Tag name → accepted values. An absent name matches anything. */
export type Match = Readonly<Record<string, readonly string[]>>;

/**
 * Names from the inventory for every value of one tag, such as host → { site, rack }. A query that
 * carries them matches and groups by those names as if they were tags of the series.
 */
export interface TagJoin {
  readonly tag: string;
  readonly names: Readonly<Record<string, Tags>>;
}

export interface LatestQuery {
  readonly measurement: string;
  readonly fields: readonly string[];
  readonly match: Match;
  readonly join?: TagJoin;
  readonly nowMs: number;
  readonly maxAgeMs: number;
}

export interface PointsQuery {
  readonly measurement: string;
  readonly fields: readonly string[];
  /** The series' own tags only. */
  readonly match: Match;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** At most 10,000. */
  readonly limit: number;
}

export type SampleValue = number | bigint | string | boolean | null;

export interface LatestRow {
  readonly tags: Tags;
  readonly timeMs: number;
  /** In the order of the query's fields; null = no value that is new enough. */
  readonly values: readonly SampleValue[];
}

export type Aggregate = 'mean' | 'min' | 'max' | 'last' | 'sum' | 'rate' | 'increase' | 'count';
export type Tier = 'raw' | '10s' | '1m' | '1h';

/**
 * Buckets begin at multiples of the step since the epoch; those that overlap the range are whole at
 * its start. Refused with a `StoreQueryError` when it asks for more than a limit allows.
 */
export interface SeriesQuery {
  readonly measurement: string;
  readonly fields: readonly string[];
  readonly match: Match;
  readonly join?: TagJoin;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** Width of a bucket; absent: chosen from the range and `maxPoints`. Coarser where only rollups remain. */
  readonly stepMs?: number;
  /** Buckets a series may have, at most 11,000. */
  readonly maxPoints: number;
  /**
   * `increase` is what a counter grew by, counted in the bucket in which it was seen to have grown;
   * `rate` is the same per second. A reset counts from zero, never backwards.
   */
  readonly aggregate: Aggregate;
  /** Tags to keep apart, the others merged by `across`; absent: one series a tag set. */
  readonly groupBy?: readonly string[];
  /** How series of one group are merged in a bucket; needs `groupBy`. Absent: as fits `aggregate`. */
  readonly across?: 'sum' | 'mean' | 'min' | 'max';
}

export interface SeriesResult {
  readonly tier: Tier;
  readonly stepMs: number;
  /** Start of each bucket, epoch milliseconds. */
  readonly timeMs: readonly number[];
  readonly series: readonly {
    readonly field: string;
    readonly tags: Tags;
    /** One a bucket, null = gap. */
    readonly values: readonly (number | null)[];
  }[];
}

/** As a `SeriesResult`; the columns may share one buffer. */
export interface SeriesGrid {
  readonly tier: Tier;
  readonly stepMs: number;
  /** Start of the first bucket, epoch milliseconds. */
  readonly startMs: number;
  readonly buckets: number;
  readonly series: readonly {
    readonly field: string;
    readonly tags: Tags;
    /** One a bucket, NaN = gap. */
    readonly values: Float64Array;
  }[];
}

/**
 * One figure a series over the whole range, then ranked. The range begins at a multiple of the step
 * that its length calls for, so up to a hundredth earlier than asked.
 */
export interface TopQuery extends Pick<
  SeriesQuery,
  'measurement' | 'match' | 'join' | 'startMs' | 'endMs' | 'groupBy' | 'across'
> {
  readonly field: string;
  readonly aggregate: Exclude<Aggregate, 'rate'>;
  readonly order: 'highest' | 'lowest';
  /** At most 1,000. */
  readonly limit: number;
}

export interface TopResult {
  readonly tier: Tier;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly items: readonly { readonly tags: Tags; readonly value: number }[];
}

/**
 * Quantiles over the series of a group, bucket by bucket: each series counts once, with its own
 * figure of the bucket. Between two ranks the value is interpolated.
 */
export interface QuantilesQuery extends Omit<SeriesQuery, 'fields' | 'across'> {
  readonly field: string;
  /** Each from 0 to 1. */
  readonly quantiles: readonly number[];
}

export interface QuantilesResult extends Omit<SeriesResult, 'series'> {
  /** Group by group, for each the quantiles in the order of the query. */
  readonly series: readonly {
    readonly quantile: number;
    readonly tags: Tags;
    /** One a bucket, null = gap. */
    readonly values: readonly (number | null)[];
  }[];
}

export interface StoredMeasurement {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
  readonly tags: readonly string[];
  readonly seriesCount: number;
}

export interface TierSize {
  readonly tier: Tier;
  readonly rows: number;
  readonly bytes: number | null;
  readonly oldestMs: number | null;
  readonly keepSeconds: number;
}
