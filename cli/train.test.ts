import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { runProgressSchema, runSummarySchema, type RunSummary } from '#lib/wire/run-report.ts';

const bin = path.join(import.meta.dirname, '..', 'bin', 'isotherm');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

function train(...args: string[]) {
  const child = spawn(process.execPath, [bin, 'train', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function finish(...args: string[]) {
  const child = train(...args);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode ?? once(child, 'close'),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

function parseSummary(stdout: string): RunSummary {
  const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  return runSummarySchema.parse(last);
}

describe('isotherm train', () => {
  it('repeats losses and parameters to the bit in another process, by seed', async () => {
    const args = ['--workload', 'gpt', '--steps', '4', '--json', '--seed'];
    const [first, again, other] = await Promise.all([
      finish(...args, '5'),
      finish(...args, '5'),
      finish(...args, '6'),
    ]);
    const [a, b, c] = [first, again, other].map(({ stdout }) => parseSummary(stdout));
    expect(a).toMatchObject({ steps: 4, ended: 'steps', seed: 5, loss_last: b?.loss_last });
    expect(b).toMatchObject({ losses_sha256: a?.losses_sha256, checksum: a?.checksum });
    expect(c?.losses_sha256).not.toBe(a?.losses_sha256);
    expect(c?.checksum).not.toBe(a?.checksum);
  });

  it('ends with a summary and exit code 0 when it is told to stop', async () => {
    const child = train('--workload', 'softmax', '--json');
    const lines: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(JSON.parse(line));
      if (lines.length === 1) child.kill('SIGTERM');
    }
    if (child.exitCode === null) await once(child, 'close');
    expect(child.exitCode).toBe(0);
    const progress = runProgressSchema.parse(lines[0]);
    const summary = runSummarySchema.parse(lines.at(-1));
    expect(progress.step).toBe(2);
    expect(summary.ended).toBe('stopped');
    expect(summary.steps).toBeGreaterThanOrEqual(2);
  });

  it('prints lines for people without --json', async () => {
    const { stdout, code } = await finish('--workload', 'softmax', '--steps', '3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^step 2 {3}loss \d\.\d{4} {3}[\d,]+ samples\/s/);
    expect(stdout).toContain('softmax on cpu (cpu), seed 1: 3 steps');
    expect(stdout).toContain('synthetic');
  });

  it.each([
    [['--workload', 'tetris'], /tetris.*softmax, gpt/],
    [
      ['--workload', 'gpt', '--device', 'GPU-1a2b'],
      /GPU-1a2b: there is no NVIDIA backend here yet \(works here: cpu\)/,
    ],
    [['--workload', 'gpt', '--device', '0'], /cpu, GPU-<uuid> or MIG-<uuid>/],
    [['--workload', 'gpt', '--steps', '0'], /whole number from 1/],
    [['--workload', 'gpt', '--seconds', 'soon'], /number of seconds/],
    [['--workload', 'gpt', '--seed', '4294967296'], /whole number from 0 to 4294967295/],
    [[], /--workload/],
  ])('refuses %j with exit code 2 and one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await finish(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
