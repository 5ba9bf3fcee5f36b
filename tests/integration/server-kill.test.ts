import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import { startServerProcess, testTokens } from '../simulator/isotherm.ts';
import { temporaryDirectory } from '../simulator/process.ts';
import path from 'node:path';

const kills = 20;
const rowsPerBatch = 200;
const dataDirectory = temporaryDirectory('isotherm-kill-');
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

it('keeps every acknowledged batch whole over 20 kills in the middle of writing', async () => {
  const acknowledged: number[] = [];
  let next = 0;
  for (let round = 0; round < kills; round += 1) {
    const server = await startServerProcess(dataDirectory);
    // Somewhere among the writes: between the first answer and the thirtieth.
    const killAfter = 1 + ((round * 7) % 30);
    let answered = 0;
    const writers = Array.from({ length: 3 }, async () => {
      while (answered < killAfter) {
        const batch = next;
        next += 1;
        const status = await writeBatch(server.url, batch);
        if (status !== 204) return;
        acknowledged.push(batch);
        answered += 1;
      }
    });
    await Promise.race(writers);
    const ended = Promise.all(writers);
    await server.kill();
    await ended;
  }
  const stored = await rowsOfEachBatch(next);
  const wrong = acknowledged.filter((batch) => stored.get(String(batch)) !== rowsPerBatch);
  expect(acknowledged.length).toBeGreaterThan(kills);
  expect(wrong).toEqual([]);
  const broken = [...stored].filter(([, rows]) => rows !== 0 && rows !== rowsPerBatch);
  expect(broken).toEqual([]);
}, 900_000);

const startNs = BigInt(Date.now() - 3_600_000) * 1_000_000n;

/** Status of the answer; 0 when the server died before it gave one. */
async function writeBatch(url: string, batch: number): Promise<number> {
  const lines = Array.from({ length: rowsPerBatch }, (_, row) => {
    const timeNs = startNs + BigInt(batch * rowsPerBatch + row) * 1_000_000n;
    return `kill_test,batch=${batch} row=${row}i,value=${row / 3} ${timeNs}`;
  });
  try {
    const response = await fetch(`${url}/write?precision=ns`, {
      method: 'POST',
      headers: {
        Authorization: `Token ${testTokens.agent}`,
        'Content-Encoding': 'gzip',
        'X-Isotherm-Batch': `kill-${batch}:1`,
      },
      body: gzipSync(lines.join('\n')),
    });
    return response.status;
  } catch {
    return 0;
  }
}

async function rowsOfEachBatch(batches: number): Promise<Map<string, number>> {
  const store = await openDuckDbStore({ directory: path.join(dataDirectory, 'samples') });
  try {
    const startMs = Number(startNs / 1_000_000n);
    const result = await store.series(
      {
        measurement: 'kill_test',
        fields: ['row'],
        match: {},
        startMs,
        endMs: startMs + (batches + 1) * rowsPerBatch,
        stepMs: (batches + 1) * rowsPerBatch,
        maxPoints: 10,
        aggregate: 'count',
      },
      AbortSignal.timeout(60_000),
    );
    return new Map(
      result.series.map(({ tags, values }) => [
        tags['batch'] ?? '',
        values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
      ]),
    );
  } finally {
    await store.close();
  }
}
