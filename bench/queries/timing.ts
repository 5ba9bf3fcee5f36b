import { quantile } from '../quantile.ts';

/** How long one question took, again and again, once everything was warm. */
export interface Timing {
  readonly runs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Processor time of one answer, all threads together: it holds on a machine that is busy. */
  readonly cpuMs: number;
  /** Bytes of one answer. */
  readonly bytes: number;
}

const warmUps = 3;

/** Asks until `runs` answers have been read to their end. */
export async function time(runs: number, ask: () => Promise<Response>): Promise<Timing> {
  let bytes = 0;
  const tookMs: number[] = [];
  let before = process.cpuUsage();
  for (let run = -warmUps; run < runs; run += 1) {
    if (run === 0) before = process.cpuUsage();
    const started = performance.now();
    bytes = await drain(await ask());
    if (run >= 0) tookMs.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000 / runs;
  return { runs, cpuMs, p50Ms: quantile(tookMs, 0.5), p95Ms: quantile(tookMs, 0.95), bytes };
}

async function drain(response: Response): Promise<number> {
  if (!response.ok) throw new Error(`ask: ${response.status} ${await response.text()}`);
  const reader = response.body?.getReader();
  let bytes = 0;
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return bytes;
    bytes += next.value.length;
  }
}
