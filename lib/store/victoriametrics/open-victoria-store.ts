import type { VictoriaConfig } from '#lib/config/config.ts';
import type { Log } from '#lib/services.ts';
import { InOrder } from '../in-order.ts';
import { gridOfSeries } from '../series-grid.ts';
import type { Store } from '../store.ts';
import { BatchMarks } from './batch-marks.ts';
import { Durability } from './durability.ts';
import { storedMeasurements } from './inventory.ts';
import { Journal } from './journal.ts';
import { queryLatest } from './latest.ts';
import { queryPoints } from './points.ts';
import { queryQuantiles } from './quantiles-query.ts';
import { Registry, type FieldTypes } from './registry.ts';
import { querySeries } from './series-query.ts';
import { probeServer } from './probe-server.ts';
import { tierSizes } from './server-facts.ts';
import { queryTop } from './top-query.ts';
import { VictoriaClient } from './victoria-client.ts';
import { Visibility } from './visibility.ts';
import { WriteLane } from './write-lane.ts';
import { writeSamples, type SampleWriter } from './write-samples.ts';

export interface VictoriaStoreOptions {
  readonly config: VictoriaConfig;
  /** Where the newest writes are kept until the database has persisted them. */
  readonly directory: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
}

interface Parts extends SampleWriter {
  readonly client: VictoriaClient;
  readonly durability: Durability;
}

/**
 * Opens a store in a VictoriaMetrics, a single server or a cluster.
 *
 * @throws Error naming the address when it does not answer, refuses us or is not set up for us
 */
export async function openVictoriaStore(options: VictoriaStoreOptions): Promise<Store> {
  const { config, directory, clock, log } = options;
  const opening = new AbortController().signal;
  const client = new VictoriaClient(config);
  const run = await probeServer(client, opening);
  const journal = await Journal.open(directory);
  const durability = new Durability(client, journal, run, clock, log);
  await durability.recover(opening);
  await client.flush(opening);
  const registry = new Registry(client, clock);
  await registry.load(opening);
  return store({
    client,
    durability,
    registry,
    marks: await BatchMarks.load(client, clock(), opening),
    order: new InOrder(),
    lane: new WriteLane((first, afterwards) => durability.store(first, afterwards, opening)),
    visibility: new Visibility(client, clock, opening),
    clock,
  });
}

function store(parts: Parts): Store {
  const { client, durability, registry, marks, visibility } = parts;
  const closing = new AbortController();
  const watching = durability.watch(closing.signal);
  const running = new Set<Promise<unknown>>();
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing.signal.aborted) throw new Error('use store: it is closed');
    const result = work();
    running.add(result);
    return result.finally(() => running.delete(result));
  };
  // Writes are finished when the store closes; everything else is broken off.
  const reading = <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) =>
    during(async () => {
      signal.throwIfAborted();
      await visibility.ensure();
      return work(AbortSignal.any([signal, closing.signal]));
    });
  const ask =
    <Query extends { readonly measurement: string }, Answer>(read: Read<Query, Answer>) =>
    (query: Query, signal: AbortSignal) =>
      reading(signal, async (bounded) =>
        read(client, await registry.types(query.measurement, bounded), query, bounded),
      );
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    closing.abort(new Error('use store: it is closed'));
    await Promise.allSettled([...running, watching]);
    await durability.close();
  };
  return {
    kind: 'victoriametrics',
    write: (request) => during(() => writeSamples(parts, request)),
    latest: ask(queryLatest),
    points: ask(queryPoints),
    series: ask(querySeries),
    grid: async (query, signal) =>
      gridOfSeries(await ask(querySeries)(query, signal), query.startMs),
    top: ask(queryTop),
    quantiles: ask(queryQuantiles),
    measurements: (signal) => reading(signal, (bounded) => storedMeasurements(registry, bounded)),
    listSeries: (measurement, signal) =>
      reading(signal, async (bounded) => {
        const found = await registry.series(measurement, bounded);
        return found.map(({ tags }) => tags);
      }),
    batchWatermarks: () => during(() => Promise.resolve(new Map(marks.known))),
    // Samples leave when -retentionPeriod says so, and there are no rollups to build.
    maintain: () => during(() => Promise.resolve()),
    tiers: (signal) => reading(signal, (bounded) => tierSizes(client, bounded)),
    // What others write has no types and no tag sets here: they are to write to our endpoint.
    follow: null,
    close: () => (closed ??= close()),
  };
}

type Read<Query, Answer> = (
  client: VictoriaClient,
  types: FieldTypes,
  query: Query,
  signal: AbortSignal,
) => Promise<Answer>;
