import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

const interruptEveryMs = 20;

/**
 * Connections for queries. Few, because each running query holds one of the four threads that the
 * whole process has for its files too.
 */
export class ReaderPool {
  readonly #all: readonly DuckDBConnection[];
  readonly #free: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];

  private constructor(connections: readonly DuckDBConnection[]) {
    this.#all = connections;
    this.#free = [...connections];
  }

  static async open(instance: DuckDBInstance, count: number): Promise<ReaderPool> {
    const connections: DuckDBConnection[] = [];
    for (let index = 0; index < count; index += 1) connections.push(await instance.connect());
    return new ReaderPool(connections);
  }

  /** Lends a connection to `query`, which is interrupted when the signal aborts. */
  async use<T>(
    signal: AbortSignal,
    query: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#take();
    let again: NodeJS.Timeout | undefined;
    // DuckDB forgets an interruption that comes before a statement begins: ask until it has ended.
    const interrupt = () => {
      connection.interrupt();
      again = setInterval(() => connection.interrupt(), interruptEveryMs);
    };
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', interrupt, { once: true });
      return await query(connection);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      clearInterval(again);
      this.#give(connection);
    }
  }

  /** Interrupts what runs and waits for it to end. */
  async close(): Promise<void> {
    for (const connection of this.#all) connection.interrupt();
    for (let closed = 0; closed < this.#all.length; closed += 1) (await this.#take()).closeSync();
  }

  #take(): Promise<DuckDBConnection> {
    const free = this.#free.pop();
    if (free) return Promise.resolve(free);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(connection: DuckDBConnection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }
}
