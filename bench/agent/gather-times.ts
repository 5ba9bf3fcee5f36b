import type { Point } from '#lib/model/sample.ts';
import { quantile } from '../quantile.ts';

export interface GatherTimes {
  readonly collector: string;
  /** Rounds whose time is known: the agent reports the last of every five seconds. */
  readonly rounds: number;
  readonly p50Seconds: number;
  readonly p99Seconds: number;
}

/** Name of the row that stands for the longest round of all collectors in each five seconds. */
export const longestOfAll = 'longest in 5 s';

/** Collects what the agent says about the time its rounds took. */
export class GatherLog {
  readonly #seconds = new Map<string, number[]>();

  begin(): void {
    this.#seconds.clear();
  }

  note({ measurement, tags, fields }: Point): void {
    const field = fields.gather_seconds;
    if (field?.type !== 'float') return;
    const collector = measurement === 'agent' ? longestOfAll : tags.collector;
    if (collector === undefined) return;
    const seconds = this.#seconds.get(collector) ?? [];
    this.#seconds.set(collector, [...seconds, field.value]);
  }

  read(): GatherTimes[] {
    return [...this.#seconds].map(([collector, seconds]) => ({
      collector,
      rounds: seconds.length,
      p50Seconds: quantile(seconds, 0.5),
      p99Seconds: quantile(seconds, 0.99),
    }));
  }
}
