import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { captureOutput, freePort, stopProcess, temporaryDirectory } from './process.ts';

export interface VictoriaServer {
  readonly url: string;
  /** A folder that goes with the server. */
  readonly folder: string;
  /** Starts it again on the same files and port after `halt` or `kill`. */
  start(): Promise<void>;
  halt(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

export function isVictoriaInstalled(): boolean {
  return spawnSync('victoria-metrics', ['-version']).status === 0;
}

/** Starts a VictoriaMetrics of our own on a free port of 127.0.0.1, its files in a fresh folder. */
export async function startVictoria(
  flags: readonly string[] = ['-dedup.minScrapeInterval=1ms'],
): Promise<VictoriaServer> {
  if (!isVictoriaInstalled()) {
    throw new Error('start VictoriaMetrics: it is not installed (Debian package victoria-metrics)');
  }
  const folder = temporaryDirectory('isotherm-victoria-');
  const address = `127.0.0.1:${String(await freePort())}`;
  const command = [
    `-httpListenAddr=${address}`,
    `-storageDataPath=${path.join(folder, 'data')}`,
    '-retentionPeriod=100y',
    ...flags,
  ];
  const url = `http://${address}`;
  let child = await run(command, url);
  return {
    url,
    folder,
    start: async () => {
      child = await run(command, url);
    },
    halt: () => stopProcess(child, 'SIGTERM'),
    kill: () => stopProcess(child, 'SIGKILL'),
    stop: async () => {
      await stopProcess(child, 'SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

async function run(command: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn('victoria-metrics', command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = captureOutput(child);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/health`).catch(() => null);
    // With a password set it refuses to say more, which is an answer as well.
    if (answer) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stopProcess(child, 'SIGKILL');
  throw new Error(`start VictoriaMetrics: it does not answer\n${output()}`);
}
