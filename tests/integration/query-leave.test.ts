import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as getReplay } from '#app/api/v1/replay/route.ts';
import { GET as getSeries } from '#app/api/v1/series/route.ts';
import { setServices } from '#lib/services.ts';
import type { SeriesQuery, Store } from '#lib/store/store.ts';
import { ReplayReader, type ReplayFrame } from '#lib/wire/replay.ts';
import { tableOf } from '#tests/live/table.ts';
import { apiHandler } from '#tests/simulator/api-handler.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';

const minuteMs = 60_000;
const gpus = 400;
/** Far more than the buffers of two sockets hold; the last hundred have values. */
const minutes = 11_000;
const firstKnown = minutes - 100;
const endMs = Math.floor(Date.now() / minuteMs) * minuteMs - minuteMs;
const startMs = endMs - minutes * minuteMs;
const headers = { authorization: `Bearer ${testTokens.admin}` };

/** What a reader who leaves does to the store, seen from between the two. */
interface Asked {
  readonly query: SeriesQuery;
  readonly signal: AbortSignal;
}

describe('a reader who leaves', () => {
  let server: ServerWithoutPages;
  let asked: Asked[] = [];

  beforeAll(async () => {
    server = await startServerWithoutPages({
      pages: apiHandler([{ GET: getSeries }, { GET: getReplay }]),
    });
    const { services } = server;
    const rows = Array.from({ length: gpus * (minutes - firstKnown) }, (_, row) => {
      const minute = firstKnown + Math.floor(row / gpus);
      return {
        tags: { host: 'h1', gpu: `g${String(row % gpus)}` },
        timeMs: startMs + minute * minuteMs,
        fields: { temperature_celsius: (row % gpus) + minute / 10_000 },
      };
    });
    await services.store.write({ tables: [tableOf('gpu', rows)] });
    setServices({ ...services, store: listening(services.store) });
  });

  afterAll(() => server.stop());

  function listening(store: Store): Store {
    return {
      ...store,
      grid: (query, signal) => {
        asked.push({ query, signal });
        return store.grid(query, signal);
      },
    };
  }

  const replay = (signal?: AbortSignal) =>
    fetch(
      `${server.url}/api/v1/replay?measurement=gpu&fields=temperature_celsius&start=${startMs}&end=${endMs}&step=1m`,
      { headers, ...(signal && { signal }) },
    );

  it('has every frame of a replay when it stays', async () => {
    asked = [];
    const response = await replay();
    expect(response.status).toBe(200);
    const reader = new ReplayReader();
    const frames: ReplayFrame[] = [];
    for await (const chunk of response.body ?? []) {
      frames.push(...reader.push(chunk));
    }
    expect(reader.isComplete).toBe(true);
    expect(frames).toHaveLength(minutes);
    const entities = reader.layout?.entities ?? [];
    expect(entities).toHaveLength(gpus);
    const wrong = frames.flatMap(({ timeMs, columns }, frame) =>
      entities.filter((tags, row) => {
        const known = Math.fround(Number(tags['gpu']?.slice(1)) + frame / 10_000);
        const expected = frame < firstKnown ? Number.NaN : known;
        return !Object.is(columns[0]?.[row], expected) || timeMs !== startMs + frame * minuteMs;
      }),
    );
    expect(wrong).toEqual([]);
    expect(asked.length).toBeGreaterThan(1);
  });

  it('is not read for any longer, and the store is told', async () => {
    asked = [];
    const left = new AbortController();
    const response = await replay(left.signal);
    const first = await response.body?.getReader().read();
    expect(first?.done).toBe(false);
    left.abort();
    await expect.poll(() => asked.at(-1)?.signal.aborted).toBe(true);
    // The last frame was not asked for: the reader, not the server, sets the pace.
    expect(Math.max(...asked.map(({ query }) => query.endMs))).toBeLessThan(endMs);
  });

  it('is refused before the stream begins when it asks for too much', async () => {
    const response = await fetch(
      `${server.url}/api/v1/replay?measurement=gpu&fields=temperature_celsius&start=0&end=${endMs}&step=1m`,
      { headers },
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: expect.stringMatching(/at most 11000 allowed; ask for a step of at least/) as string,
    });
  });

  it('ends the query it waited for', async () => {
    asked = [];
    const left = new AbortController();
    const query = `measurement=gpu&fields=temperature_celsius&start=${startMs}&end=${endMs}&step=1m&max_points=11000&aggregate=rate`;
    const waiting = fetch(`${server.url}/api/v1/series?${query}`, {
      headers,
      signal: left.signal,
    });
    await expect.poll(() => asked.length, { interval: 1 }).toBe(1);
    left.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
    await expect.poll(() => asked.at(-1)?.signal.aborted).toBe(true);
  });
});
