import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bundleServer } from '#scripts/bundle-server.mjs';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  captureOutput,
  freePort,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
} from '#tests/simulator/process.ts';

/** Below node_modules, where the packages are found that the bundle leaves out. */
const bundle = path.join(repositoryRoot, `node_modules/.isotherm/server-${process.pid}`);
const dataDirectory = temporaryDirectory('isotherm-bundle-');
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  await bundleServer(repositoryRoot, bundle);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = spawn(process.execPath, [path.join(bundle, 'server.mjs'), 'server'], {
    cwd: repositoryRoot,
    env: {
      ...{ NODE_ENV: 'production', PATH: process.env.PATH, PORT: String(port) },
      ...{ ISOTHERM_DATA_DIR: dataDirectory, ISOTHERM_AGENT_TOKEN: testTokens.agent },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
});

afterAll(async () => {
  await stopProcess(server, 'SIGTERM');
  rmSync(bundle, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
});

it('makes its tables, starts its threads and stores what it acknowledges', async () => {
  const output = captureOutput(server);
  const health = async () => (await fetch(`${url}/health`).catch(() => null))?.status ?? output();
  await vi.waitFor(async () => expect(await health()).toBe(200), {
    timeout: 60_000,
    interval: 200,
  });
  const answer = await fetch(`${url}/write?db=isotherm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testTokens.agent}` },
    body: 'host,host=gpu-1 cpu_ratio=0.5',
  });
  expect([answer.status, await answer.text()]).toEqual([204, '']);
});
