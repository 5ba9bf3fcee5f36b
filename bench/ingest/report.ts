import { megabytes } from '../agent/goals.ts';
import { alignRows, goalLines } from '../agent/rows.ts';
import { judge } from './goals.ts';
import type { IngestCost } from './ingest-cost.ts';

/** For people. */
export function ingestLines(cost: IngestCost): string[] {
  return [
    `batches of 5,000 lines with 20 fields, gzip, 4 connections, ${cost.rounds.length} rounds by turns`,
    '',
    ...writeTable(cost),
    '',
    'a fleet: 125 hosts with 8 GPUs once a second, 100 facility devices every 10 s',
    '',
    ...rhythmTable(cost),
    '',
    ...goalLines(judge(cost)),
  ];
}

function writeTable({ writes }: IngestCost): string[] {
  const head = ['program', 'points', 'points/s', 'processor a point', 'p50', 'p99', 'resident'];
  const rows = writes.map((write) => [
    write.program,
    String(write.points),
    write.pointsPerSecond.toFixed(0),
    `${write.cpuMicrosecondsPerPoint.toFixed(1)} µs`,
    `${write.p50Ms.toFixed(0)} ms`,
    `${write.p99Ms.toFixed(0)} ms`,
    megabytes(write.residentBytes),
  ]);
  return alignRows([head, ...rows, ratios(writes)]);
}

function ratios([own, peer]: IngestCost['writes']): string[] {
  if (!own || !peer) return [];
  const ratio = (mine: number, theirs: number) => `${(mine / theirs).toFixed(2)}×`;
  return [
    `${own.program} over ${peer.program}`,
    '',
    ratio(own.pointsPerSecond, peer.pointsPerSecond),
    ratio(own.cpuMicrosecondsPerPoint, peer.cpuMicrosecondsPerPoint),
    ratio(own.p50Ms, peer.p50Ms),
    ratio(own.p99Ms, peer.p99Ms),
    ratio(own.residentBytes, peer.residentBytes),
  ];
}

function rhythmTable({ rhythm }: IngestCost): string[] {
  const head = ['program', 'points', 'requests', 'processor', 'a point', 'p50', 'p99'];
  const rows = rhythm.map((each) => [
    each.program,
    String(each.points),
    String(each.requests),
    `${(each.cpuShare * 100).toFixed(1)} %`,
    `${each.cpuMicrosecondsPerPoint.toFixed(0)} µs`,
    `${each.p50Ms.toFixed(1)} ms`,
    `${each.p99Ms.toFixed(1)} ms`,
  ]);
  return alignRows([head, ...rows]);
}

/** For scripts: one object a line. */
export function ingestObjects(cost: IngestCost): object[] {
  return [
    ...cost.writes.map((write) => ({ kind: 'write', ...write })),
    ...cost.rounds.map((round) => ({ kind: 'round', programs: round })),
    ...cost.rhythm.map((rhythm) => ({ kind: 'rhythm', ...rhythm })),
    ...judge(cost).map((goal) => ({ kind: 'goal', ...goal })),
  ];
}
