import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { testTokens } from '#tests/simulator/isotherm.ts';
import {
  captureOutput,
  freePort,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
  waitForOutput,
} from '#tests/simulator/process.ts';

/** One of several servers in a process of its own, which can be killed and started again. */
export interface ClusterServer {
  readonly url: string;
  readonly port: number;
  output(): string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Sends a signal such as SIGSTOP. */
  signal(signal: NodeJS.Signals): void;
  /** A number from /metrics; null when it does not answer or has none of that name. */
  metric(name: string): Promise<number | null>;
  stop(): Promise<void>;
}

const main = path.join(repositoryRoot, 'tests/simulator/server-main.ts');

export async function makeClusterServer(
  environment: Readonly<Record<string, string>>,
): Promise<ClusterServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataDirectory = temporaryDirectory('isotherm-cluster-');
  let child: ChildProcess | null = null;
  let output = () => '';
  const end = async (signal: NodeJS.Signals) => {
    if (child) await stopProcess(child, signal);
  };
  return {
    url,
    port,
    output: () => output(),
    async start() {
      child = spawn(process.execPath, ['--import', 'tsx', main], {
        cwd: repositoryRoot,
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'production',
          PORT: String(port),
          ISOTHERM_DATA_DIR: dataDirectory,
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      output = captureOutput(child);
      await waitForOutput(child, output, /server: (\S+)/);
    },
    kill: () => end('SIGKILL'),
    signal: (signal) => void child?.kill(signal),
    async metric(name) {
      const headers = { Authorization: `Bearer ${testTokens.admin}` };
      const signal = AbortSignal.timeout(2_000);
      const answer = await fetch(`${url}/metrics`, { headers, signal }).catch(() => null);
      const found = new RegExp(`^${name} (\\S+)$`, 'm').exec((await answer?.text()) ?? '');
      return found ? Number(found[1]) : null;
    },
    async stop() {
      await end('SIGTERM');
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Asks again and again, however long a process takes to start on a busy machine. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<void> {
  const givenUp = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > givenUp) throw new Error(`waited ${withinMs / 1000} s until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function callApi(
  url: string,
  method: 'GET' | 'POST',
  address: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${address}`, {
    method,
    headers: {
      Authorization: `Bearer ${testTokens.admin}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
  return JSON.parse(text) as unknown;
}
