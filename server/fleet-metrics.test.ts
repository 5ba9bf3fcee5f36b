import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import { parsePage } from '#tests/exposition/parse-page.ts';
import { tableOf } from '#tests/live/table.ts';
import { fleetMetrics } from './fleet-metrics.ts';

const nowMs = 1_800_000_000_000;
/** Some 10 MB: more than sockets take in when nobody reads. */
const gpus = 6000;

let server: Server;
let url: string;
let errors: unknown[];

beforeEach(async () => {
  errors = [];
  const hub = createLiveHub({ placeTags: (tags) => tags, clock: () => nowMs });
  hub.publish([fleet()], { receivedAtMs: nowMs, backlog: false });
  const answer = fleetMetrics({ hub, xids: new XidLedger(), clock: () => nowMs });
  server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => errors.push(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server always has an address of this shape.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics/fleet`;
});

afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  expect(errors).toEqual([]);
});

function fleet() {
  const names = ['temperature_celsius', 'power_watts', 'utilization_ratio', 'sm_clock_hertz'];
  const rows = Array.from({ length: gpus }, (_, at) => ({
    tags: {
      host: `host-${Math.floor(at / 8)}`,
      gpu: `GPU-${at}`,
      index: String(at % 8),
      model: 'x',
    },
    timeMs: nowMs,
    fields: Object.fromEntries(names.map((name) => [name, at])),
  }));
  return tableOf('gpu', rows);
}

/** Asks and reads nothing. */
async function hold(): Promise<IncomingMessage> {
  const request = get(url, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function untilStatus(wanted: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const answer = await fetch(url);
    await answer.text();
    if (answer.status === wanted) return;
  }
  throw new Error(`never answered ${wanted}`);
}

describe('the page of the fleet', () => {
  it('is the same packed and plain', async () => {
    const plain = await fetch(url, { headers: { 'Accept-Encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const packed = await fetch(url);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const text = await packed.text();
    expect(text).toBe(await plain.text());
    const { samples } = parsePage(text);
    expect(samples.filter(({ name }) => name === 'DCGM_FI_DEV_GPU_TEMP')).toHaveLength(gpus);
  });

  it('lets others have their turn while it is made', async () => {
    let turns = 0;
    const request: { isDone: boolean } = { isDone: false };
    const answered = fetch(url, { headers: { 'Accept-Encoding': 'identity' } })
      .then((answer) => answer.text())
      .finally(() => (request.isDone = true));
    while (!request.isDone) {
      await setImmediate();
      turns += 1;
    }
    const pieces = (await answered).length / 65_536;
    expect(turns).toBeGreaterThan(pieces);
  });

  it('is made for four at once; another is told to come back', async () => {
    const held = await Promise.all([hold(), hold(), hold(), hold()]);
    const refused = await fetch(url);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toEqual({
      error: 'read fleet metrics: 4 other scrapes are being answered',
    });
    for (const response of held) response.destroy();
    await untilStatus(200);
  });

  it('names what is wrong with a question', async () => {
    for (const [query, error] of [
      ['?match=host', 'match must be tag:value'],
      ['?name=x', 'there is no parameter name'],
    ]) {
      const answer = await fetch(`${url}${query ?? ''}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: `read fleet metrics: ${error ?? ''}` });
    }
  });
});
