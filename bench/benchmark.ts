import type { DisplayUnit } from '#lib/format/value.ts';

/** Something whose speed matters here, measured against something known in the same minutes. */
export interface Benchmark {
  readonly name: string;
  /** One sentence: what is measured and what it is compared with. */
  readonly about: string;
  /** Measurements one by one, so that a long benchmark shows what it has. */
  run(): AsyncIterable<Measurement>;
}

/**
 * The medians of rounds that took turns with a reference. Machines differ and one machine differs
 * from minute to minute; the ratio is what may be compared between runs.
 */
export interface Measurement {
  readonly what: string;
  readonly unit: DisplayUnit;
  /** More is better, always: rates, not times. */
  readonly value: number;
  readonly reference: { readonly what: string; readonly value: number };
  /** value / reference, the median of the rounds' own ratios. */
  readonly ratio: number;
  /** Lowest and highest ratio of a round. */
  readonly ratioRange: readonly [number, number];
  readonly rounds: number;
}

export interface Contest {
  readonly what: string;
  readonly unit: DisplayUnit;
  readonly referenceWhat: string;
  readonly rounds: number;
  /** Each works for one round and answers its rate in `unit`. */
  readonly measure: () => number | Promise<number>;
  readonly reference: () => number | Promise<number>;
}

/** Lets both take turns, after one round of each that does not count. */
export async function compare(contest: Contest): Promise<Measurement> {
  await contest.measure();
  await contest.reference();
  const [values, references, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < contest.rounds; round++) {
    const value = await contest.measure();
    const reference = await contest.reference();
    values.push(value);
    references.push(reference);
    ratios.push(value / reference);
  }
  return {
    what: contest.what,
    unit: contest.unit,
    value: median(values),
    reference: { what: contest.referenceWhat, value: median(references) },
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    rounds: contest.rounds,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('take a median: no round was run');
  return (low + high) / 2;
}
