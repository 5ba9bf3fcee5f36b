import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '#lib/config/listen-address.ts';
import { encodePage } from '#lib/metrics/prometheus/encode-page.ts';
import { expositionType } from '#lib/metrics/prometheus/exposition.ts';
import { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';
import type { Point } from '#lib/model/sample.ts';
import type { Clock } from '../clock.ts';
import { describe, type Log } from '../log.ts';
import { NewestPoints } from './newest-points.ts';

export interface Exporter {
  /** Such as http://127.0.0.1:9400/metrics. */
  readonly url: string;
  /** Takes what was just gathered. */
  note(points: readonly Point[]): void;
  close(): Promise<void>;
}

export interface ExporterOptions {
  readonly listen: ListenAddress;
  readonly clock: Clock;
  readonly log: Log;
}

/** A few scrapers with a connection each; whoever comes beyond that is hung up on. */
const maxConnections = 32;

/**
 * What dcgm-exporter offers, from the agent's own rounds: GET /metrics, nothing else.
 *
 * @throws Error naming the address when it cannot be opened
 */
export async function openExporter({ listen, clock, log }: ExporterOptions): Promise<Exporter> {
  const newest = new NewestPoints();
  const xids = new XidLedger();
  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 5_000, requestTimeout: 10_000 },
    (request, response) => {
      // A scrape must never be the end of the agent.
      try {
        answer(request, response, () =>
          [...encodePage(newest, xids, clock.monotonicMs())].join(''),
        );
      } catch (error) {
        log.error({ reason: describe(error) }, 'a scrape failed');
        response.destroy();
      }
    },
  );
  server.maxConnections = maxConnections;
  await listenOn(server, listen);
  const url = addressOf(server, listen.host);
  log.info({ url }, 'Prometheus may read this agent');
  if (!isLoopback(listen.host)) {
    log.warn({ url }, 'whoever reaches this address may read the metrics of this machine');
  }
  return {
    url,
    note(points) {
      newest.note(points, clock.monotonicMs());
      for (const point of points) noteXid(xids, point);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, page: () => string): void {
  const path = request.url?.split('?')[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    respond(response, 405, 'only GET is answered here\n', { Allow: 'GET, HEAD' });
  } else if (path !== '/metrics') {
    respond(response, 404, 'the metrics are at /metrics\n');
  } else {
    const body = request.method === 'HEAD' ? '' : page();
    respond(response, 200, body, { 'Content-Type': expositionType });
  }
}

function respond(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}

function noteXid(xids: XidLedger, { measurement, tags, fields, timeNs }: Point): void {
  const { host, gpu, kind } = tags;
  const code = fields.code?.value;
  if (measurement !== 'gpu_event' || kind !== 'xid' || typeof code !== 'bigint') return;
  if (host === undefined || gpu === undefined) return;
  const title = String(fields.title?.value ?? '');
  xids.note({ host, gpu, code: Number(code), title, timeNs });
}

function listenOn(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`listen for Prometheus on ${host}:${port}: ${cause.message}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

function addressOf(server: Server, host: string): string {
  // A listening TCP server always has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/metrics`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
