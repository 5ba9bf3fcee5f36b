import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { matchParameter } from '#lib/api/parameters.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { encodePage } from '#lib/metrics/prometheus/encode-page.ts';
import { expositionType } from '#lib/metrics/prometheus/exposition.ts';
import type { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { Match } from '#lib/store/store.ts';
import { sendJson, type Handler } from './router.ts';

export interface FleetMetricsParts {
  readonly hub: Pick<LiveHub, 'series' | 'latest'>;
  readonly xids: XidLedger;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Prometheus gives up after a minute by default at the latest; so does the page. */
const answerWithinMs = 60_000;
const maxScrapesAtOnce = 4;

/** GET /metrics/fleet: newest values of the fleet, of part of it with `match=tag:value`. */
export function fleetMetrics(parts: FleetMetricsParts): Handler {
  let scrapes = 0;
  return async (request, response) => {
    const asked = readQuestion(request);
    if (typeof asked === 'string') {
      sendJson(response, 400, { error: asked });
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendJson(response, 405, { error: 'read fleet metrics: only GET is answered here' });
    } else if (scrapes >= maxScrapesAtOnce) {
      response.setHeader('Retry-After', '5');
      const fact = `${scrapes} other scrapes are being answered`;
      sendJson(response, 503, { error: `read fleet metrics: ${fact}` });
    } else {
      scrapes += 1;
      await answer(parts, asked, request, response).finally(() => (scrapes -= 1));
    }
  };
}

/** The wanted part of the fleet, or what is wrong with the question. */
function readQuestion({ url }: IncomingMessage): Match | string {
  const query = new URL(url ?? '/', 'http://host').searchParams;
  const unknown = [...query.keys()].find((name) => name !== 'match');
  if (unknown !== undefined) return `read fleet metrics: there is no parameter ${unknown}`;
  const parsed = matchParameter.safeParse(query.getAll('match'));
  return parsed.success ? parsed.data : 'read fleet metrics: match must be tag:value';
}

async function answer(
  { hub, xids, clock }: FleetMetricsParts,
  match: Match,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, {
    'Content-Type': expositionType,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
    ...(isPacked && { 'Content-Encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const source = {
    series: (measurement: string) => hub.series(measurement, match),
    rows: (measurement: string, fields: readonly string[]) =>
      hub.latest(measurement, fields, match),
  };
  const page = Readable.from(takeTurns(encodePage(source, xids, clock())), { objectMode: false });
  const stages = isPacked ? [page, createGzip({ level: 1 }), response] : [page, response];
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    await pipeline(stages, { signal });
  } catch (error) {
    // Half a page must not look like a whole one, so the connection is cut.
    response.destroy();
    if (!isHangUp(error)) throw error;
  }
}

/** A scraper that goes away or reads too slowly is no failure of ours. */
function isHangUp(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR' || code === 'ECONNRESET';
}

/** Lets others have their turn between the pieces: a page of a large fleet takes a second. */
async function* takeTurns(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    if (piece !== '') yield piece;
    await setImmediate();
  }
}
