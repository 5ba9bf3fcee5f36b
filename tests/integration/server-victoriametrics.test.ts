import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { startVictoria, type VictoriaServer } from '#tests/simulator/victoriametrics.ts';

let victoria: VictoriaServer;
let server: ServerWithoutPages;

beforeAll(async () => {
  victoria = await startVictoria();
  server = await startServerWithoutPages({ environment: { VICTORIAMETRICS_URL: victoria.url } });
});

afterAll(async () => {
  await server.stop();
  await victoria.stop();
});

/** Sends a batch as an agent does; answers the status. */
async function push(sequence: number, timeMs: number): Promise<number> {
  const response = await fetch(`${server.url}/write?precision=ms`, {
    method: 'POST',
    headers: {
      authorization: `Token ${testTokens.agent}`,
      'x-isotherm-batch': `test:${String(sequence)}`,
    },
    body: `gpu,gpu=GPU-1,host=a power_watts=${String(sequence)} ${String(timeMs)}\n`,
  });
  await response.arrayBuffer();
  return response.status;
}

it('stores what agents push, and goes on by itself after VictoriaMetrics was away', async () => {
  const { store } = server.services;
  expect(store.kind).toBe('victoriametrics');
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
  expect(await push(1, startMs)).toBe(204);

  await victoria.kill();
  expect(await push(2, startMs + 1_000)).toBeGreaterThanOrEqual(500);
  await victoria.start();
  await vi.waitUntil(async () => (await push(2, startMs + 1_000)) === 204, { timeout: 30_000 });
  expect(await push(3, startMs + 2_000)).toBe(204);

  // The first one was acknowledged and is in the journal alone until it is sent again.
  await vi.waitFor(
    async () => {
      const answer = await store.series(
        {
          ...{ measurement: 'gpu', fields: ['power_watts'], match: { host: ['a'] } },
          ...{ startMs, endMs: startMs + 3_000, stepMs: 1_000, maxPoints: 10 },
          aggregate: 'sum',
        },
        new AbortController().signal,
      );
      expect(answer.series[0]?.values).toEqual([1, 2, 3]);
    },
    { timeout: 30_000, interval: 200 },
  );
});
