import { Refusal } from '#lib/model/refusal.ts';
import type { Tags } from '#lib/model/sample.ts';
import { throttleField, throttleKeys, type ThrottleKey } from '#lib/model/throttle.ts';
import { withinDeadline } from '#lib/samples/query-deadline.ts';
import type { Services } from '#lib/services.ts';
import type { Match, SeriesQuery, SeriesResult } from '#lib/store/store.ts';
import {
  secondsOf,
  sumRows,
  type ThrottleGroup,
  type ThrottleLedger,
  type ThrottleRow,
} from './throttle-ledger.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const longestRangeMs = 400 * 24 * hourMs;
/** Wide enough for a sample in each, narrow enough to see where some are missing. */
const stepsMs = [10_000, minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, 24 * hourMs];
const mostSteps = 480;

export interface LedgerQuery {
  readonly startMs: number;
  readonly endMs: number;
  readonly match: Match;
  readonly groupBy: ThrottleGroup;
}

/**
 * How long each GPU was held down and why, from its counters of seconds: a reset counts from zero,
 * and the part of the range in which nobody read them is left out and said. @throws Refusal for a
 * range that is empty or longer than 400 days, StoreQueryError for more GPUs than the store answers
 */
export async function readThrottleLedger(
  { store, places }: Pick<Services, 'store' | 'places'>,
  { startMs, endMs: askedEndMs, match, groupBy }: LedgerQuery,
  nowMs: number,
  signal: AbortSignal,
): Promise<ThrottleLedger> {
  const endMs = Math.min(askedEndMs, nowMs);
  checkRange(startMs, endMs);
  const stepMs = stepFor(endMs - startMs);
  const shape = { measurement: 'gpu', match, startMs, endMs, stepMs, maxPoints: 2 * mostSteps };
  const accounts = new Accounts(endMs);
  // One reason at a time: an answer may hold so many series and no more.
  for (const key of throttleKeys) {
    const query: SeriesQuery = {
      ...shape,
      join: places.join(),
      fields: [throttleField(key)],
      aggregate: 'increase',
      groupBy: ['host', 'gpu', 'index', 'model', 'simulated'],
    };
    accounts.add(key, await withinDeadline(signal, (bounded) => store.series(query, bounded)));
  }
  const rows = accounts.rows((tags) => places.tags(tags)['rack'] ?? null);
  return {
    startMs: accounts.startMs ?? startMs,
    endMs,
    stepMs: accounts.stepMs ?? stepMs,
    groupBy,
    rows: sumRows(rows, groupBy).sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

function checkRange(startMs: number, endMs: number): void {
  if (endMs <= startMs) {
    throw new Refusal('invalid', 'read throttling: the range ends before it starts');
  }
  if (endMs - startMs > longestRangeMs) {
    throw new Refusal('invalid', 'read throttling: at most 400 days at once; ask in parts');
  }
}

function stepFor(rangeMs: number): number {
  return stepsMs.find((stepMs) => rangeMs / stepMs <= mostSteps) ?? 24 * hourMs;
}

interface Account {
  tags: Tags;
  readonly seconds: Map<ThrottleKey, number>;
  /** Steps in which any of its counters was read. */
  readonly seen: Set<number>;
}

/** One account a GPU; it keeps its account when its index or the name of its model changes. */
class Accounts {
  startMs: number | null = null;
  stepMs: number | null = null;
  readonly #endMs: number;
  readonly #accounts = new Map<string, Account>();

  constructor(endMs: number) {
    this.#endMs = endMs;
  }

  add(key: ThrottleKey, { timeMs, stepMs, series }: SeriesResult): void {
    const [first] = timeMs;
    if (first === undefined) return;
    this.startMs ??= first;
    this.stepMs ??= stepMs;
    for (const { tags, values } of series) {
      const account = this.#account(tags);
      let total = account.seconds.get(key) ?? 0;
      values.forEach((value, step) => {
        if (value === null) return;
        total += value;
        account.seen.add(timeMs[step] ?? first);
      });
      account.seconds.set(key, total);
    }
  }

  rows(rackOf: (tags: Tags) => string | null): ThrottleRow[] {
    const wholeSeconds = (this.#endMs - (this.startMs ?? this.#endMs)) / 1000;
    return Array.from(this.#accounts, ([key, { tags, seconds, seen }]) => {
      const coveredSeconds = this.#covered(seen);
      return {
        key,
        rack: rackOf(tags),
        host: tags['host'] ?? '',
        gpu: tags['gpu'] ?? '',
        index: tags['index'] ?? null,
        model: tags['model'] ?? null,
        gpus: 1,
        seconds: secondsOf((reason) => seconds.get(reason) ?? null),
        coveredSeconds,
        coverageRatio: coveredSeconds / wholeSeconds,
        simulated: tags['simulated'] === 'true',
      };
    });
  }

  #account(tags: Tags): Account {
    const key = `${tags['host'] ?? ''} ${tags['gpu'] ?? ''}`;
    const known = this.#accounts.get(key);
    if (known) {
      known.tags = { ...known.tags, ...tags };
      return known;
    }
    const made: Account = { tags, seconds: new Map(), seen: new Set() };
    this.#accounts.set(key, made);
    return made;
  }

  #covered(seen: ReadonlySet<number>): number {
    let covered = 0;
    for (const startMs of seen) {
      covered += Math.min(this.#endMs, startMs + (this.stepMs ?? 0)) - startMs;
    }
    return covered / 1000;
  }
}
