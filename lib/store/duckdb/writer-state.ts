import type { DuckDBConnection } from '@duckdb/node-api';
import type { WindowRun } from '../rollup-window.ts';
import type { RollupTier } from '../tier.ts';
import type { Catalog, MeasurementEntry } from './catalog.ts';
import type { HourStream } from './hour-stream.ts';
import type { RollupStream } from './rollup-stream.ts';
import type { SeriesTimes } from './series-times.ts';

/** What the writer keeps in memory beside the file. Changed only after the file was. */
export interface WriterState {
  readonly connection: DuckDBConnection;
  /** Reads what late rollups are made of, while the other one writes. */
  readonly builder: DuckDBConnection;
  readonly catalog: Catalog;
  readonly times: SeriesTimes;
  readonly watermarks: Map<string, bigint>;
  readonly stream: RollupStream;
  readonly hours: HourStream;
  /** The latest time that maintenance was told; what is too old to keep follows from it. */
  clockMs: number;
  /** The rollup that `builder` is working on. */
  build: Build | null;
}

/** A rollup under way. What is written into its source meanwhile makes it useless. */
export interface Build {
  readonly entry: MeasurementEntry;
  readonly tier: RollupTier;
  readonly run: WindowRun;
  isOutdated: boolean;
}

/** To be called after the source of a rollup's windows has changed. */
export function outdate(
  { build }: Pick<WriterState, 'build'>,
  entry: MeasurementEntry,
  tier: RollupTier,
  windows: Iterable<number>,
): void {
  if (build?.entry !== entry || build.tier !== tier) return;
  for (const window of windows) {
    if (window >= build.run.first && window <= build.run.last) build.isOutdated = true;
  }
}
