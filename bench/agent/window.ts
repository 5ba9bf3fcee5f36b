import type { Contestant } from './contestant.ts';
import { pause } from '../stop-signal.ts';
import { costOf, type ProgramCost } from './cost.ts';
import { readUsage, type ProgramUsage } from './usage.ts';

export interface Window {
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Enough for medians; more would make the reading itself show. */
const mostReadings = 120;
const progressEveryMs = 600_000;

/** Measures all of them in the same seconds, so that what disturbs one disturbs the others. */
export async function measureTogether(
  contestants: readonly Contestant[],
  window: Window,
  onProgress: (sentence: string) => void,
  signal: AbortSignal,
): Promise<ProgramCost[]> {
  await pause(window.warmUpSeconds * 1000, signal);
  for (const contestant of contestants) contestant.begin();
  const readings = new Map<Contestant, ProgramUsage[]>(contestants.map((each) => [each, []]));
  const count = Math.max(3, Math.min(mostReadings, Math.floor(window.seconds / 3)));
  const startMs = performance.now();
  let toldMs = startMs;
  for (let reading = 0; reading <= count; reading += 1) {
    await pause(startMs + (reading * window.seconds * 1000) / count - performance.now(), signal);
    for (const [contestant, usages] of readings) usages.push(look(contestant));
    if (performance.now() - toldMs < progressEveryMs) continue;
    toldMs = performance.now();
    for (const [{ name }, usages] of readings) onProgress(progress(name, usages));
  }
  return Promise.all(
    [...readings].map(async ([contestant, usages]) =>
      costOf(contestant, usages, await contestant.samplesPerSecond()),
    ),
  );
}

function look({ name, pid }: Contestant): ProgramUsage {
  const usage = readUsage(pid);
  if (!usage) throw new Error(`measure ${name}: it has ended`);
  return usage;
}

function progress(name: string, usages: readonly ProgramUsage[]): string {
  const [first, last] = [usages[0], usages.at(-1)];
  if (!first || !last) return name;
  const seconds = (last.atMs - first.atMs) / 1000;
  const share = ((last.cpuSeconds - first.cpuSeconds) / seconds) * 100;
  const megabytes = last.residentBytes / 1e6;
  return `${Math.round(seconds)} s: ${name} ${share.toFixed(2)} %, ${megabytes.toFixed(1)} MB`;
}
