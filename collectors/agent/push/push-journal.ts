import { describe, type Log } from '../log.ts';
import type { LaneName } from '../spool/cursor.ts';

const distinctLimit = 100;

/** Counts what became of batches and tells the log when something changes, not at every push. */
export class PushJournal {
  readonly #log: Log;
  readonly #failing = new Map<LaneName, string>();
  readonly #told = new Set<string>();
  #isDiskFailing = false;
  batchesSent = 0;
  /** Refused by the server, or damaged or never taken by the disk. */
  batchesLost = 0;
  pushFailures = 0;
  /** Of the last answer; null before the first. */
  pushSeconds: number | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  noteSent(batches: number): void {
    this.batchesSent += batches;
  }

  noteRejected(batches: number, reason: string): void {
    this.batchesLost += batches;
    this.#tellOnce(reason, { batches }, `the server refused samples, which are dropped: ${reason}`);
  }

  noteLost(batches: number, reason: string): void {
    this.batchesLost += batches;
    this.#tellOnce(reason, { batches }, `samples are lost: ${reason}`);
  }

  noteFailure(lane: LaneName, reason: string): void {
    this.pushFailures += 1;
    const kind = withoutNumbers(reason);
    if (this.#failing.get(lane) === kind) return;
    this.#failing.set(lane, kind);
    this.#log.warn({ lane }, `samples are kept and sent later: ${reason}`);
  }

  noteSuccess(lane: LaneName, seconds: number): void {
    this.pushSeconds = seconds;
    if (this.#failing.delete(lane)) this.#log.info({ lane }, 'the server takes samples again');
  }

  /** Runs something that changes the spool's files; without them the agent still works. */
  tryDisk(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.noteDisk(error);
    }
  }

  /** @param failure why a batch could not be kept, null when it was */
  noteDisk(failure: unknown): void {
    const isFailing = failure !== null;
    if (isFailing === this.#isDiskFailing) return;
    this.#isDiskFailing = isFailing;
    if (isFailing) {
      this.#log.error({}, `samples are kept in memory only: ${describe(failure)}`);
    } else {
      this.#log.info({}, 'samples are kept on disk again');
    }
  }

  #tellOnce(reason: string, fields: object, message: string): void {
    const kind = withoutNumbers(reason);
    if (this.#told.has(kind) || this.#told.size >= distinctLimit) return;
    this.#told.add(kind);
    this.#log.warn(fields, message);
  }
}

/** Two refusals that differ only in a line number are the same refusal. */
function withoutNumbers(reason: string): string {
  return reason.replaceAll(/\d+/g, '#');
}
