import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type PostgresServer } from '#tests/simulator/postgres.ts';
import { repositoryRoot } from '#tests/simulator/process.ts';

const command = path.join(repositoryRoot, 'bin', 'isotherm');

async function doctor(environment: Record<string, string>) {
  const env = { ...process.env, INFLUX_URL: '', DATABASE_URL: '', PORT: '1', ...environment };
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

  it('exits 2 when the environment is wrong', async () => {
    expect(await doctor({ PORT: 'seven' })).toMatchObject({ code: 2, stdout: '' });
  });
});
