import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startAgent, type RunningAgent } from '#tests/simulator/isotherm.ts';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { openScenario, scenarioFile } from '#tests/simulator/nvml/scenario.ts';
import { captureOutput, repositoryRoot, waitForOutput } from '#tests/simulator/process.ts';

const patience = { timeout: 60_000, interval: 50 };
const command = path.join(repositoryRoot, 'bin/isotherm');

let library: string;
let agent: RunningAgent | null = null;

beforeAll(async () => {
  library = await buildFakeNvml();
});
afterEach(async () => {
  await agent?.stop();
  agent = null;
});

function start(file: string): RunningAgent {
  agent = startAgent(null, { ISOTHERM_NVML_LIBRARY: library, FAKE_NVML_SCENARIO: file }, [
    '--stdout',
    '--collectors',
    'nvml',
    '--once',
  ]);
  return agent;
}

it('prints one round of a simulated host and ends with its reader', async () => {
  const once = start(scenarioFile('h200-8'));
  const ended = new Promise((resolve) => once.process.once('close', resolve));
  expect(await ended).toBe(0);
  const lines = once.output().trim().split('\n');
  expect(lines.filter((line) => line.startsWith('gpu,'))).toHaveLength(8);
  expect(lines.filter((line) => line.startsWith('gpu_info,'))).toHaveLength(8);
  expect(lines.every((line) => line.includes(',simulated=true'))).toBe(true);
});

it('says why there is nothing to read', async () => {
  const once = start(scenarioFile('no-driver'));
  await new Promise((resolve) => once.process.once('close', resolve));
  expect(once.output()).toMatch(/nvml: .*the NVIDIA driver is not loaded/);
});

/** Starts a reader, asks it about a GPU that answers and one that hangs, and tells what it hears. */
const parentProgram = `
  const { spawn } = require('node:child_process');
  const [command, library] = process.argv.slice(1);
  const reader = spawn(process.execPath, [command, 'nvml-reader', '--library', library]);
  reader.stdin.write('{"kind":"gather","gpus":[1,0],"nowMs":0}\\n');
  reader.stdout.on('data', (text) => process.stdout.write(reader.pid + ' ' + text));
`;

it('takes its reader with it when it is killed, even out of a call that hangs', async () => {
  const live = openScenario('h200-8', { 'gpu.0.hang_ms.*': 3_600_000 });
  const parent = spawn(process.execPath, ['-e', parentProgram, command, library], {
    env: { ...process.env, FAKE_NVML_SCENARIO: live.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = captureOutput(parent);
  const pid = Number(await waitForOutput(parent, output, /^(\d+) .*"kind":"gpu","index":1/m));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), patience);
  live.remove();
});

function isAlive(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !'ZX'.includes(text.charAt(text.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
