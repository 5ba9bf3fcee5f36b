import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gpu } from '#lib/metrics/gpu.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';

const signal = new AbortController().signal;
const startMs = Date.UTC(2026, 0, 2, 12);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'isotherm-store-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the embedded store', () => {
  it('holds a measurement as wide as that of GPUs in its memory, also after a restart', async () => {
    const minuteMs = 60_000;
    for (let run = 0; run < 3; run += 1) {
      const store = await openDuckDbStore({ directory });
      for (let minute = 0; minute < 10; minute += 1) {
        const fromMs = startMs + (run * 60 + minute) * minuteMs;
        await store.write({ tables: [wideTable(fromMs)] });
        await store.maintain(fromMs + 2 * minuteMs);
      }
      await settle(store, startMs + (run * 60 + 90) * minuteMs);
      await store.close();
    }
    const store = await openDuckDbStore({ directory });
    const tiers = await store.tiers(signal);
    await store.close();
    expect(tiers.map(({ tier, rows }) => [tier, rows])).toEqual([
      ['raw', 3 * 10 * 60 * wideSeries],
      ['10s', 3 * 10 * 6 * wideSeries],
      ['1m', 3 * 10 * wideSeries],
      ['1h', 3 * wideSeries],
    ]);
  });
});

const wideSeries = 40;

/** A minute of every number there is about a GPU, for some of them. */
function wideTable(fromMs: number): SampleTable {
  const rows = 60 * wideSeries;
  const present = new Uint8Array(rows).fill(1);
  const fields = gpu.fields.filter(({ kind }) => kind !== 'text');
  return {
    measurement: 'gpu',
    series: Array.from({ length: wideSeries }, (_, index) => ({ gpu: `GPU-${index}` })),
    seriesIndex: Uint32Array.from({ length: rows }, (_, row) => row % wideSeries),
    timeNs: BigInt64Array.from({ length: rows }, (_, row) => {
      return BigInt(fromMs + Math.floor(row / wideSeries) * 1000) * 1_000_000n;
    }),
    columns: Object.fromEntries(
      fields.map(({ name }, place) => {
        const values = Float64Array.from({ length: rows }, (_, row) => row + place);
        return [name, { type: 'float', values, present }];
      }),
    ),
  };
}

/** Maintains until a call finds nothing left to do. */
async function settle(store: Store, nowMs: number): Promise<void> {
  let before = '';
  for (;;) {
    await store.maintain(nowMs);
    const now = JSON.stringify(await store.tiers(signal));
    if (now === before) return;
    before = now;
  }
}
