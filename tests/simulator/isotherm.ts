import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { ProgramProcess } from '#collectors/collector.ts';
import {
  captureOutput,
  freePort,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
  waitForOutput,
} from './process.ts';

/** A whole server in a process of its own, as a user runs it. */
export interface RunningIsotherm {
  readonly url: string;
  /** One-time link that makes the administrator; null when there is one already. */
  readonly setupLink: string | null;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface RunningAgent {
  readonly process: ChildProcess;
  output(): string;
  stop(): Promise<void>;
}

/** Fixed tokens of the servers that tests start. */
export const testTokens = {
  admin: 'admin-token-for-tests-0123456789',
  agent: 'agent-token-for-tests-0123456789',
};

/**
 * Writes line protocol as an agent does, times in nanoseconds.
 *
 * @throws Error with the server's words when it did not take all of it
 */
export async function writeLines(url: string, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/write?precision=ns`, {
    method: 'POST',
    headers: { Authorization: `Token ${testTokens.agent}` },
    body: lines.join('\n'),
  });
  const words = await response.text();
  if (words !== '') throw new Error(`write ${lines.length} lines: ${words}`);
}

const command = path.join(repositoryRoot, 'bin/isotherm');

/**
 * Starts `bin/isotherm server` on a free port. The pages must have been built.
 *
 * @param options.dataDirectory kept when given; otherwise made, and removed by `stop`
 */
export async function startIsotherm(
  options: { dataDirectory?: string; environment?: Record<string, string> } = {},
): Promise<RunningIsotherm> {
  const dataDirectory = options.dataDirectory ?? temporaryDirectory('isotherm-data-');
  const child = spawnServer({
    PORT: '0',
    ISOTHERM_DATA_DIR: dataDirectory,
    ...options.environment,
  });
  const output = captureOutput(child);
  const url = await waitForOutput(child, output, /Isotherm is ready: (\S+)/);
  return {
    url,
    setupLink: /(http\S+\/setup\?\S+)/.exec(output())?.[1] ?? null,
    dataDirectory,
    process: child,
    output,
    stop: async (signal = 'SIGTERM') => {
      await stopProcess(child, signal);
      if (options.dataDirectory !== undefined) return;
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a server and resolves as soon as it takes writes, before its pages are there.
 *
 * @throws Error with its output when it ends instead
 */
export async function startServerProcess(
  dataDirectory: string,
): Promise<{ readonly url: string; kill(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnServer({ PORT: String(port), ISOTHERM_DATA_DIR: dataDirectory });
  const output = captureOutput(child);
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null) throw new Error(`start the server: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, kill: () => stopProcess(child, 'SIGKILL') };
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health`).catch(() => null);
  return answer?.status === 200;
}

function spawnServer(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [command, 'server'], {
    cwd: repositoryRoot,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ISOTHERM_ADMIN_TOKEN: testTokens.admin,
      ISOTHERM_AGENT_TOKEN: testTokens.agent,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What a collector is given to start this same program, with its pipes. */
export function startProgram(
  args: readonly string[],
  environment: Record<string, string> = {},
): ProgramProcess {
  return spawn(process.execPath, [command, ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * Starts `bin/isotherm agent` for this machine.
 *
 * @param url of the server it pushes to; null when `args` say where
 */
export function startAgent(
  url: string | null,
  environment: Record<string, string> = {},
  args: readonly string[] = [],
): RunningAgent {
  const dataDirectory = temporaryDirectory('isotherm-agent-');
  const target = url === null ? {} : { ISOTHERM_AGENT_TOKEN: testTokens.agent };
  const server = url === null ? [] : ['--server', url];
  const child = spawn(process.execPath, [command, 'agent', ...server, ...args], {
    cwd: repositoryRoot,
    env: {
      ...process.env,
      ...target,
      ISOTHERM_DATA_DIR: dataDirectory,
      ISOTHERM_ALLOW_TRAINING: 'cpu',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    process: child,
    output: captureOutput(child),
    stop: async () => {
      await stopProcess(child, 'SIGTERM');
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
