import { readUsage } from '../agent/usage.ts';
import { quantile } from '../quantile.ts';
import { fleetBatch, type Payload } from './payload.ts';
import { sendAll, type Sent, type Target } from './sender.ts';

/** What writing many points has cost one program. */
export interface WriteCost {
  readonly program: string;
  readonly points: number;
  readonly pointsPerSecond: number;
  /** Of all its processes and threads, the work that followed included. */
  readonly cpuMicrosecondsPerPoint: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentBytes: number;
}

export interface Round {
  readonly program: string;
  readonly pointsPerSecond: number;
}

const linesPerBatch = 5_000;
const connections = 4;
const gpusPerConnection = 250;
const batchesPerConnection = 20;
const secondsPerBatch = linesPerBatch / gpusPerConnection;

/** Time in which samples of the rounds lie: raw samples are kept so long. */
const beganHoursAgo = 40;

/** Lets programs take turns at the same bodies until the time is over. */
export async function takeTurns(
  targets: readonly Target[],
  seconds: number,
  onRound: (rounds: readonly Round[]) => void,
): Promise<WriteCost[]> {
  const sent = new Map<Target, Sent[]>(targets.map((target) => [target, []]));
  const before = targets.map(cpuSecondsOf);
  const until = performance.now() + seconds * 1_000;
  let second = Math.floor(Date.now() / 1_000) - beganHoursAgo * 3_600;
  for (let round = 0; round === 0 || performance.now() < until; round += 1) {
    const lanes = Array.from({ length: connections }, (_, lane) => batches(lane, second));
    second += batchesPerConnection * secondsPerBatch;
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const target of order) {
      sent.get(target)?.push(await sendAll(target, lanes));
    }
    onRound(targets.map((target) => roundOf(target, sent.get(target)?.at(-1))));
  }
  await Promise.all(targets.map(settled));
  return targets.map((target, index) =>
    costOf(target, sent.get(target) ?? [], cpuSecondsOf(target) - (before[index] ?? 0)),
  );
}

/** No sender sends a series over two connections, as their order would be lost. */
function batches(lane: number, firstSecond: number): Payload[] {
  return Array.from({ length: batchesPerConnection }, (_, batch) =>
    fleetBatch(
      lane * gpusPerConnection,
      gpusPerConnection,
      linesPerBatch,
      firstSecond + batch * secondsPerBatch,
    ),
  );
}

function roundOf(target: Target, sent: Sent | undefined): Round {
  return {
    program: target.name,
    pointsPerSecond: sent === undefined ? 0 : sent.points / sent.seconds,
  };
}

function costOf(target: Target, rounds: readonly Sent[], cpuSeconds: number): WriteCost {
  const points = rounds.reduce((sum, round) => sum + round.points, 0);
  const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0);
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  return {
    program: target.name,
    points,
    pointsPerSecond: points / seconds,
    cpuMicrosecondsPerPoint: (cpuSeconds / points) * 1e6,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    residentBytes: readUsage(target.pid)?.residentBytes ?? 0,
  };
}

export function cpuSecondsOf(target: Target): number {
  const usage = readUsage(target.pid);
  if (usage === null) throw new Error(`measure ${target.name}: it has ended`);
  return usage.cpuSeconds;
}

const quietSeconds = 12;
const longestSettleSeconds = 60;

/** Waits until a program no longer works on what it was sent, but not for ever. */
async function settled(target: Target): Promise<void> {
  let quiet = 0;
  let last = cpuSecondsOf(target);
  for (let second = 0; second < longestSettleSeconds && quiet < quietSeconds; second += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = cpuSecondsOf(target);
    quiet = now - last < 0.1 ? quiet + 1 : 0;
    last = now;
  }
}
