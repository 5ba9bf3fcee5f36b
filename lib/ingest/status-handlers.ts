import type { IncomingMessage, ServerResponse } from 'node:http';

/** Level of InfluxDB's API that clients find here, and whose API it is. */
export function identify(response: ServerResponse, version: string): void {
  response.setHeader('X-Influxdb-Build', 'Isotherm');
  response.setHeader('X-Influxdb-Version', `1.8.10-isotherm-${version}`);
}

/** `GET` and `HEAD /ping`: 204 with the version, or 200 with it in JSON for `?verbose=true`. */
export function answerPing(
  request: IncomingMessage,
  response: ServerResponse,
  version: string,
): void {
  identify(response, version);
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  if (!['true', '1'].includes(query.get('verbose') ?? '')) {
    response.writeHead(204).end();
    return;
  }
  sendStatus(request, response, 200, { version: `1.8.10-isotherm-${version}` });
}

/** `GET /health` of InfluxDB 2. */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  { version, isReady }: { readonly version: string; readonly isReady: boolean },
): void {
  identify(response, version);
  sendStatus(request, response, isReady ? 200 : 503, {
    name: 'isotherm',
    message: isReady ? 'ready for queries and writes' : 'the server is stopping',
    status: isReady ? 'pass' : 'fail',
    checks: [],
    version,
  });
}

function sendStatus(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
}
