import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Metrics about this process; the fleet's own are in the store. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'isotherm_' });
  return registry;
}

export async function serveMetrics(
  registry: Registry,
  _request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await registry.metrics();
  response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
  response.end(body);
}
