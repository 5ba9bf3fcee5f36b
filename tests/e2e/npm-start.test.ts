import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import {
  captureOutput,
  freePort,
  repositoryRoot,
  temporaryDirectory,
  waitForOutput,
} from '../simulator/process.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

it('npm start serves a page, and Ctrl-C leaves no process behind', async () => {
  const dataDirectory = temporaryDirectory('isotherm-start-');
  directories.push(dataDirectory);
  const port = await freePort();
  const child = spawn('npm', ['start'], {
    cwd: repositoryRoot,
    env: { ...process.env, PORT: String(port), ISOTHERM_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, as a terminal would make one.
    detached: true,
  });
  const output = captureOutput(child);
  const url = await waitForOutput(child, output, /Isotherm is ready: (\S+)/);
  const page = await fetch(`${url}/overview`, { redirect: 'manual' });
  expect(page.status).toBe(303);
  expect((await fetch(`${url}/sign-in`)).status).toBe(200);
  expect(processesOf(dataDirectory).length).toBeGreaterThanOrEqual(3);

  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await ended;
  await expect.poll(() => processesOf(dataDirectory), { timeout: 10_000 }).toEqual([]);
});

/** Command lines of the processes whose environment names the directory. */
function processesOf(dataDirectory: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDirectory)) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}
