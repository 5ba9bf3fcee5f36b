import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { captureOutput, freePort, stopProcess, waitForOutput } from './process.ts';

export interface NatsServer {
  /** With the password that it asks for. */
  readonly url: string;
  /** Starts it again on the same port after `kill`. */
  start(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const program = '/usr/sbin/nats-server';
export const natsPassword = 'nats-password-for-tests';

export function isNatsInstalled(): boolean {
  return existsSync(program);
}

/** Starts a nats-server of our own on a free port of 127.0.0.1, which lets in one user. */
export async function startNats(): Promise<NatsServer> {
  if (!isNatsInstalled()) {
    throw new Error('start nats-server: it is not installed (Debian package nats-server)');
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-nats-'));
  const port = await freePort();
  const run = async () => {
    const address = ['--addr', '127.0.0.1', '--port', String(port)];
    const login = ['--user', 'isotherm', '--pass', natsPassword];
    const child = spawn(program, [...address, ...login], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await waitForOutput(child, captureOutput(child), /Server is ready/);
    return child;
  };
  let child = await run();
  return {
    url: `nats://isotherm:${natsPassword}@127.0.0.1:${port}`,
    start: async () => {
      child = await run();
    },
    kill: () => stopProcess(child, 'SIGKILL'),
    stop: async () => {
      await stopProcess(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
