import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { runProgressSchema, runSummarySchema, type RunSummary } from '#lib/wire/run-report.ts';
import { repositoryRoot } from '#tests/simulator/process.ts';

const command = path.join(repositoryRoot, 'bin', 'isotherm');
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

function train(...args: string[]) {
  const child = spawn(process.execPath, [command, 'train', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function finish(...args: string[]) {
  const child = train(...args);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
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
    const ended = once(child, 'close');
    const lines: unknown[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(JSON.parse(line));
      if (lines.length === 1) child.kill('SIGTERM');
    }
    await ended;
    expect(child.exitCode).toBe(0);
    const progress = runProgressSchema.parse(lines[0]);
    const summary = runSummarySchema.parse(lines.at(-1));
    expect(progress.step).toBe(2);
    expect(summary.ended).toBe('stopped');
    expect(summary.steps).toBeGreaterThanOrEqual(2);
  });

  it('ends when nobody reads its lines any more', async () => {
    const child = train('--workload', 'softmax', '--json');
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await ended;
    expect(child.exitCode).toBe(0);
  });

  it('prints lines for people without --json, and refusals as one sentence', async () => {
    const { stdout, code } = await finish('--workload', 'softmax', '--steps', '3');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^step 2 {3}loss \d\.\d{4} {3}[\d.]+ k?samples\/s {3}[\d.]+ [MG]FLOP\/s/,
    );
    expect(stdout).toContain('softmax on cpu (cpu), seed 1: 3 steps');
    expect(stdout).toContain('synthetic');
    const refused = await finish('--workload', 'tetris');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
