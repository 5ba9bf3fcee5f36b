import type { WriteOutcome, WriteRequest } from '../store.ts';
import { storeWindow } from './store-window.ts';
import { writeGroup } from './write-group.ts';
import type { WriterState } from './writer-state.ts';

/** Rows after which a group is closed, so that one flush stays short. */
const groupRows = 60_000;

/** A transaction costs as much as some thousand rows, so that many small writes share one. */
const gatherMs = 250;
/** With so many rows waiting there is nothing to wait for. */
const worthwhileRows = 4_000;
/** For so long after two writes have met, others are expected. */
const crowdedMs = 1_000;

interface Waiting {
  readonly request: WriteRequest;
  readonly resolve: (outcome: WriteOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The one queue through which everything that changes the file passes, so that no two transactions
 * conflict. Writes that wait while another is flushed share the next flush.
 */
export class WriteLane {
  readonly #state: WriterState;
  readonly #waiting: Waiting[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;
  #waitingRows = 0;
  #isFlushing = false;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #crowdedUntil = Number.NEGATIVE_INFINITY;
  #gathering: NodeJS.Timeout | null = null;

  constructor(state: WriterState) {
    this.#state = state;
  }

  write(request: WriteRequest): Promise<WriteOutcome> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const now = performance.now();
      if (this.#isFlushing || this.#waiting.length > 0) this.#crowdedUntil = now + crowdedMs;
      this.#waiting.push({ request, resolve, reject });
      this.#waitingRows += rowsOf(request);
      this.#schedule(now);
    });
  }

  /** Flushes at once, or after others had time to join where there are others. */
  #schedule(now: number): void {
    const joinMs = this.#flushedAt + gatherMs - now;
    if (now >= this.#crowdedUntil || joinMs <= 0 || this.#waitingRows >= worthwhileRows) {
      this.#flushNow();
    } else this.#gathering ??= setTimeout(() => this.#flushNow(), joinMs);
  }

  #flushNow(): void {
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#tail = this.#tail.then(() => this.#flush());
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Runs `work` alone on the writer's connection, after what already waits. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw closedError();
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Takes nothing more, finishes what waits, then runs `release`. */
  async close(release: () => Promise<void>): Promise<void> {
    this.#closed = true;
    this.#flushNow();
    await this.#tail;
    await release();
  }

  /** Never rejects: what goes wrong is told to those whose rows it was. */
  async #flush(): Promise<void> {
    const group = this.#takeGroup();
    if (group.length === 0) return;
    this.#isFlushing = true;
    this.#flushedAt = performance.now();
    try {
      await this.#store(group);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.#store([one]).catch(one.reject);
    }
    this.#isFlushing = false;
    if (this.#waiting.length > 0) this.#schedule(performance.now());
    await storeOverdue(this.#state);
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    const outcomes = await writeGroup(
      this.#state,
      group.map(({ request }) => request),
    );
    outcomes.forEach((outcome, index) => group[index]?.resolve(outcome));
  }

  #takeGroup(): Waiting[] {
    let rows = 0;
    let count = 0;
    for (const { request } of this.#waiting) {
      if (count > 0 && rows >= groupRows) break;
      rows += rowsOf(request);
      count += 1;
    }
    this.#waitingRows -= rows;
    return this.#waiting.splice(0, count);
  }
}

function rowsOf({ tables }: WriteRequest): number {
  return tables.reduce((sum, table) => sum + table.timeNs.length, 0);
}

/** Rollups that were gathered in memory and need room; what fails stays marked in the file. */
async function storeOverdue(state: WriterState): Promise<void> {
  const overdue = state.stream.overdue();
  if (!overdue) return;
  await storeWindow(state, overdue.entry, overdue.window).catch(() => {
    state.stream.drop(overdue.entry, overdue.window.window);
  });
}

function closedError(): Error {
  return new Error('use store: it is closed');
}
