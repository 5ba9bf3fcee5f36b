// Plays the agents of a fleet in a process of its own; the first argument is a LoadOrder as JSON.
// Any message asks for a report about the time since the last one.
import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { Latencies } from '../live/latencies.ts';
import { deviceLines, hostLines, sensorsPerDevice } from './fleet-lines.ts';
import type { LoadOrder, LoadReport } from './load.ts';

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const firstNumber = Date.now();

interface Tally {
  pushed: number;
  refused: number;
  points: number;
  readonly acks: Latencies;
}

let tally = newTally();
const waiting = new Set<{ readonly sinceMs: number }>();

function newTally(): Tally {
  return { pushed: 0, refused: 0, points: 0, acks: new Latencies() };
}

function push(source: string, round: number, lines: string, points: number): void {
  const own = { sinceMs: Date.now() };
  const body = gzipSync(lines, { level: 1 });
  waiting.add(own);
  const answered = (status: number) => {
    if (!waiting.delete(own)) return;
    tally.acks.add(Date.now() - own.sinceMs);
    if (status === 204) tally.pushed += 1;
    else tally.refused += 1;
    if (status === 204) tally.points += points;
  };
  const headers = {
    Authorization: `Token ${order.token}`,
    'Content-Encoding': 'gzip',
    'Content-Length': body.length,
    'X-Isotherm-Batch': `${source}:${firstNumber + round}`,
  };
  const request = http.request(`${order.url}/write?precision=ns`, {
    method: 'POST',
    agent,
    headers,
  });
  request.once('response', (response) => {
    response.resume().once('end', () => answered(response.statusCode ?? 0));
  });
  request.once('error', () => answered(0));
  request.end(body);
}

/** On a grid of its own, however long a round takes; a moment that was missed is left out. */
function every(periodMs: number, phaseMs: number, run: (round: number) => void): void {
  const startMs = performance.now() + phaseMs;
  let round = 0;
  const next = () => {
    run(round);
    round = Math.max(round + 1, Math.ceil((performance.now() - startMs) / periodMs));
    setTimeout(next, startMs + round * periodMs - performance.now());
  };
  setTimeout(next, phaseMs);
}

for (let host = 0; host < order.hosts; host += 1) {
  every(1000, (host / order.hosts) * 1000, (round) => {
    push(`node-${host}`, round, hostLines(host, order.gpusPerHost, Date.now()), order.gpusPerHost);
  });
}
for (let device = 0; device < order.devices; device += 1) {
  const periodMs = order.deviceSeconds * 1000;
  every(periodMs, (device / order.devices) * periodMs, (round) => {
    push(`pdu-${device}`, round, deviceLines(device, Date.now()), sensorsPerDevice);
  });
}

process.on('message', () => {
  const { pushed, refused, points, acks } = tally;
  const [oldest] = waiting;
  const report: LoadReport = {
    pushed,
    refused,
    points,
    ackP50Ms: acks.quantile(0.5),
    ackP99Ms: acks.quantile(0.99),
    ackLongestMs: acks.quantile(1),
    waiting: waiting.size,
    oldestWaitingMs: oldest ? Date.now() - oldest.sinceMs : 0,
  };
  tally = newTally();
  process.send?.(report);
});
process.once('disconnect', () => process.exit(0));
process.send?.('started');
