import {
  eventLine,
  busyGpu,
  host as gpuHost,
  lostGpu,
  secondOfLines,
} from '#tests/e2e/gpu-lines.ts';
import { hostLines, pdu, pollLines, slowLines } from '#tests/e2e/device-lines.ts';
import { testTokens, writeLines } from '#tests/simulator/isotherm.ts';

/** What the pages of the benchmark are about. */
export interface Filled {
  readonly host: string;
  readonly gpu: string;
  readonly device: string;
  readonly rackId: string;
}

const historySeconds = 300;
const racks = 32;

/** A few minutes of a host with GPUs and of devices, and a hall of racks, one with that host. */
export async function fill(url: string, nowMs: number): Promise<Filled> {
  const lines = slowLines(nowMs);
  for (let timeMs = nowMs - historySeconds * 1000; timeMs < nowMs; timeMs += 1000) {
    lines.push(...secondOfLines(timeMs, false), ...hostLines(timeMs));
    if (Math.floor(timeMs / 1000) % 30 === 0) lines.push(...pollLines(timeMs));
  }
  const loss = { gpu: lostGpu, kind: 'xid', code: 79, severity: 'critical' };
  lines.push(eventLine(nowMs - 60_000, { ...loss, title: 'Fallen off the bus' }));
  await writeLines(url, lines);
  const site = await post(url, '/sites', { name: 'North' });
  const ids: string[] = [];
  for (let at = 0; at < racks; at += 1) {
    const name = `R${String(at + 1).padStart(2, '0')}`;
    const row = String.fromCharCode(65 + Math.floor(at / 8));
    ids.push((await post(url, '/racks', { siteId: site.id, room: 'Hall 1', row, name })).id);
  }
  const [rackId = ''] = ids;
  await send(url, 'PUT', '/placements', { host: gpuHost, rackId, positionU: 1, heightU: 8 });
  return { host: gpuHost, gpu: busyGpu, device: pdu, rackId };
}

async function post(url: string, path: string, body: object): Promise<{ readonly id: string }> {
  // The answer's shape is that of the API's own tests.
  return (await (await send(url, 'POST', path, body)).json()) as { id: string };
}

async function send(url: string, method: string, path: string, body: object): Promise<Response> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${testTokens.admin}` },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
