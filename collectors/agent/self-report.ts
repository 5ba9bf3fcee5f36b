import type { Point } from '#lib/model/sample.ts';
import { float, integer, present } from '../fields.ts';
import type { ClockOffset } from './clock-offset.ts';
import type { Clock } from './clock.ts';
import type { PushJournal } from './push/push-journal.ts';
import type { Round } from './scheduler.ts';
import type { Spool } from './spool/spool.ts';

/** What the process has used so far. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export interface SelfReportOptions {
  readonly host: string;
  readonly clock: Clock;
  readonly usage: () => ProcessUsage;
}

/** Where the samples go, as far as there is somewhere. */
export interface SelfReportPush {
  readonly spool: Pick<Spool, 'waitingBytes' | 'waitingBatches' | 'droppedBatches'>;
  readonly journal: PushJournal;
  readonly clockOffset: ClockOffset;
}

interface CollectorTally {
  seconds: number | null;
  succeeded: boolean;
  points: number;
  faults: number;
  failures: number;
  timeouts: number;
  skipped: number;
}

/** What the agent tells about itself: the framework measures, collectors do not. */
export class SelfReport {
  readonly #options: SelfReportOptions;
  readonly #tallies = new Map<string, CollectorTally>();
  #longestGather: number | null = null;
  #points = 0;
  #before: { readonly atMs: number; readonly cpuSeconds: number } | null = null;

  constructor(options: SelfReportOptions) {
    this.#options = options;
  }

  noteRound(round: Round): void {
    const tally = this.#tally(round.collector);
    tally.seconds = round.seconds;
    tally.succeeded = round.result.kind === 'succeeded';
    tally.points += round.points.length;
    tally.faults += round.faults.length;
    if (round.result.kind === 'failed') tally.failures += 1;
    if (round.result.kind === 'timed-out') tally.timeouts += 1;
    this.#points += round.points.length;
    this.#longestGather = Math.max(this.#longestGather ?? 0, round.seconds);
  }

  noteSkip(collector: string): void {
    this.#tally(collector).skipped += 1;
  }

  /** Points of this moment; gauges cover the time since the call before. */
  read(push: SelfReportPush | null): Point[] {
    const { host, clock } = this.#options;
    const timeNs = BigInt(Math.round(clock.wallMs())) * 1_000_000n;
    const own = present({ ...this.#ownFields(), ...(push ? pushFields(push) : {}) });
    const collectors = [...this.#tallies].map(([collector, tally]): Point => ({
      measurement: 'agent_collector',
      tags: { host, collector },
      fields: present(tallyFields(tally)),
      timeNs,
    }));
    return [{ measurement: 'agent', tags: { host }, fields: own, timeNs }, ...collectors];
  }

  #ownFields() {
    const { clock, usage } = this.#options;
    const { cpuSeconds, residentBytes } = usage();
    const atMs = clock.monotonicMs();
    const before = this.#before;
    this.#before = { atMs, cpuSeconds };
    const longest = this.#longestGather;
    this.#longestGather = null;
    return {
      cpu_ratio:
        before && atMs > before.atMs
          ? float((cpuSeconds - before.cpuSeconds) / ((atMs - before.atMs) / 1000))
          : undefined,
      resident_bytes: integer(residentBytes),
      gather_seconds: float(longest),
      points_total: integer(this.#points),
    };
  }

  #tally(collector: string): CollectorTally {
    const known = this.#tallies.get(collector);
    if (known) return known;
    const tally: CollectorTally = {
      seconds: null,
      succeeded: false,
      points: 0,
      faults: 0,
      failures: 0,
      timeouts: 0,
      skipped: 0,
    };
    this.#tallies.set(collector, tally);
    return tally;
  }
}

function pushFields({ spool, journal, clockOffset }: SelfReportPush) {
  return {
    spool_bytes: integer(spool.waitingBytes),
    spool_batches: integer(spool.waitingBatches),
    clock_offset_seconds: float(clockOffset.seconds),
    push_seconds: float(journal.pushSeconds),
    batches_sent_total: integer(journal.batchesSent),
    batches_dropped_total: integer(journal.batchesLost + spool.droppedBatches),
    push_failures_total: integer(journal.pushFailures),
  };
}

function tallyFields(tally: CollectorTally) {
  return {
    gather_seconds: float(tally.seconds),
    succeeded: integer(tally.seconds === null ? null : Number(tally.succeeded)),
    points_total: integer(tally.points),
    faults_total: integer(tally.faults),
    failures_total: integer(tally.failures),
    timeouts_total: integer(tally.timeouts),
    skipped_rounds_total: integer(tally.skipped),
  };
}
