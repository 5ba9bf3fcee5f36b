import { Agent } from 'node:http';
import { quantile } from '../quantile.ts';
import { cpuSecondsOf } from './contest.ts';
import { facilityBatch, hostBatch, type Payload } from './payload.ts';
import { send, type Target } from './sender.ts';

/** What the rhythm of a real fleet costs: many small requests, each once a second. */
export interface RhythmCost {
  readonly program: string;
  readonly points: number;
  readonly requests: number;
  readonly cpuShare: number;
  readonly cpuMicrosecondsPerPoint: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const hosts = 125;
const devices = 100;

/** Every host once a second and every facility device once in ten, spread over the second. */
export async function keepRhythm(target: Target, seconds: number): Promise<RhythmCost> {
  const agent = new Agent({ keepAlive: true, maxSockets: hosts });
  const latencies: number[] = [];
  const began = performance.now();
  const before = cpuSecondsOf(target);
  let points = 0;
  for (let second = 0; second < seconds; second += 1) {
    const bodies = bodiesOf(Math.floor(Date.now() / 1_000), second);
    points += bodies.reduce((sum, body) => sum + body.points, 0);
    const startMs = began + second * 1_000;
    const answers = bodies.map(async (body, index) => {
      await until(startMs + (index / bodies.length) * 950);
      latencies.push(await send(target, body, agent));
    });
    await Promise.all(answers);
    await until(startMs + 1_000);
  }
  const cpuSeconds = cpuSecondsOf(target) - before;
  const elapsed = (performance.now() - began) / 1_000;
  agent.destroy();
  return {
    program: target.name,
    points,
    requests: latencies.length,
    cpuShare: cpuSeconds / elapsed,
    cpuMicrosecondsPerPoint: (cpuSeconds / points) * 1e6,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

function bodiesOf(timeSecond: number, second: number): Payload[] {
  const bodies = Array.from({ length: hosts }, (_, host) => hostBatch(host, timeSecond));
  for (let device = second % 10; device < devices; device += 10) {
    bodies.push(facilityBatch(device, timeSecond));
  }
  return bodies;
}

function until(timeMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, timeMs - performance.now())));
}
