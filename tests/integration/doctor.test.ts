import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { scenarioFile, type ScenarioName } from '#tests/simulator/nvml/scenario.ts';
import { startPostgres, type PostgresServer } from '#tests/simulator/postgres.ts';
import { repositoryRoot } from '#tests/simulator/process.ts';

const command = path.join(repositoryRoot, 'bin', 'isotherm');

async function doctor(environment: Record<string, string>) {
  const env = {
    ...process.env,
    INFLUX_URL: '',
    VICTORIAMETRICS_URL: '',
    DATABASE_URL: '',
    PORT: '1',
    ...environment,
  };
  const child = spawn(process.execPath, [command, 'doctor'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const stdout = await text(child.stdout);
  await ended;
  return { code: child.exitCode, stdout };
}

describe('isotherm doctor', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it('exits 0 when all that is configured works', async () => {
    const { code, stdout } = await doctor({ DATABASE_URL: await postgres.createDatabase() });
    expect(stdout).toMatch(/✓ PostgreSQL at 127\.0\.0\.1:\d+\/test_1 \(1\d\.\d+.*\) answers\./);
    expect(stdout).toMatch(/✓ Training runs on cpu/);
    expect(stdout).not.toContain('✗');
    expect(code).toBe(0);
  });

  it('exits 1 and says which part is broken', async () => {
    const address = new URL(await postgres.createDatabase());
    address.pathname = '/absent';
    const { code, stdout } = await doctor({ DATABASE_URL: address.href });
    expect(stdout).toMatch(
      /✗ PostgreSQL at .*\/absent cannot be used: the database does not exist/,
    );
    expect(code).toBe(1);
  });

  it('asks the GPU driver what it has', async () => {
    const ISOTHERM_NVML_LIBRARY = await buildFakeNvml();
    const ask = (name: ScenarioName) =>
      doctor({ ISOTHERM_NVML_LIBRARY, FAKE_NVML_SCENARIO: scenarioFile(name) });
    const healthy = await ask('h200-8');
    expect(healthy.stdout).toContain(
      '✓ A simulated driver (575.57.08, CUDA 12.9) answers for 8 NVIDIA H200.',
    );
    expect(healthy.code).toBe(0);
    const lost = await ask('lost-gpu');
    expect(lost.stdout).toMatch(/✗ .* answers for 7 NVIDIA H200; 1 of 8 GPUs cannot be read\./);
    expect(lost.code).toBe(1);
    const none = await ask('no-driver');
    expect(none.stdout).toMatch(/✗ No GPU can be read: .*the NVIDIA driver is not loaded\./);
  });

  it('exits 2 when the environment is wrong', async () => {
    expect(await doctor({ PORT: 'seven' })).toMatchObject({ code: 2, stdout: '' });
  });
});
