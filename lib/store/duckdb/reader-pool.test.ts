import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReaderPool } from './reader-pool.ts';

describe('ReaderPool', () => {
  let instance: DuckDBInstance;
  let pool: ReaderPool;

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    pool = await ReaderPool.open(instance, 1);
  });

  afterAll(async () => {
    await pool.close();
    instance.closeSync();
  });

  /** Would run for years. */
  const endless = (connection: DuckDBConnection) =>
    connection.run(`SELECT sum(a.range * b.range) FROM range(1e9::BIGINT) a, range(1e9::BIGINT) b`);
  const short = (connection: DuckDBConnection) => connection.run('SELECT 1');

  it('ends a statement whose reader has left, whether it has begun or not', async () => {
    for (const leave of [queueMicrotask, setImmediate, later]) {
      const left = new AbortController();
      const running = pool.use(left.signal, (connection) => {
        const result = endless(connection);
        leave(() => left.abort());
        return result;
      });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      // The only connection is free again.
      await expect(pool.use(new AbortController().signal, short)).resolves.toBeDefined();
    }
  });

  it('begins nothing for a reader who left while waiting', async () => {
    const first = new AbortController();
    const running = pool.use(first.signal, endless);
    const second = new AbortController();
    const waiting = pool.use(second.signal, () => Promise.reject(new Error('was begun')));
    second.abort();
    first.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function later(work: () => void): void {
  setTimeout(work, 100);
}
