import type { WriteOutcome, WriteRequest } from '../store.ts';
import { writeGroup, type WriterState } from './write-group.ts';

/** Rows after which a group is closed, so that one flush stays short. */
const groupRows = 60_000;

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

  constructor(state: WriterState) {
    this.#state = state;
  }

  write(request: WriteRequest): Promise<WriteOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.exclusive(() => this.#flush()).catch(reject);
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Runs `work` alone on the writer's connection, after what already waits. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('use store: it is closed');
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Takes nothing more, finishes what waits, then runs `release`. */
  async close(release: () => Promise<void>): Promise<void> {
    this.#closed = true;
    await this.#tail;
    await release();
  }

  async #flush(): Promise<void> {
    const group = this.#takeGroup();
    if (group.length === 0) return;
    try {
      await this.#store(group);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.#store([one]).catch(one.reject);
    }
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
      rows += request.tables.reduce((sum, table) => sum + table.timeNs.length, 0);
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
