import { type Goal } from '../agent/goals.ts';
import type { IngestCost } from './ingest-cost.ts';

const mostBlockedMs = 20;

/** What ingest is to keep to, and whether it does here. Shown, never a test: machines differ. */
export function judge({ writes, longestBlockMs, idleBlockMs }: IngestCost): Goal[] {
  const [own, peer] = writes;
  if (!own || !peer) return [];
  const rate = own.pointsPerSecond / peer.pointsPerSecond;
  const cpu = own.cpuMicrosecondsPerPoint / peer.cpuMicrosecondsPerPoint;
  return [
    {
      goal: `at least 2 times the points/s of ${peer.program}`,
      measured: `${rate.toFixed(2)} times`,
      isMet: rate >= 2,
    },
    {
      goal: `at most 0.4 times the processor time a point of ${peer.program}`,
      measured: `${cpu.toFixed(2)} times`,
      isMet: cpu <= 0.4,
    },
    {
      goal: `99 of 100 requests no slower than with ${peer.program}`,
      measured: `${own.p99Ms.toFixed(0)} ms against ${peer.p99Ms.toFixed(0)} ms`,
      isMet: own.p99Ms <= peer.p99Ms,
    },
    {
      goal: `the thread that serves pages is never blocked longer than ${mostBlockedMs} ms`,
      measured: `${longestBlockMs.toFixed(1)} ms; a process that did nothing ${idleBlockMs.toFixed(1)} ms`,
      isMet:
        longestBlockMs <= mostBlockedMs ? true : idleBlockMs > mostBlockedMs / 2 ? null : false,
    },
  ];
}
