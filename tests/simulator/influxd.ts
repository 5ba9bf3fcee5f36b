import { spawn, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { captureOutput, freePort, stopProcess, temporaryDirectory } from './process.ts';

export interface InfluxServer {
  /** Address of its HTTP interface. */
  readonly url: string;
  readonly pid: number;
  /** Starts it again on the same files and port after `halt`. */
  start(): Promise<void>;
  halt(): Promise<void>;
  /** Ends it without a chance to write anything. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

export function isInfluxInstalled(): boolean {
  return spawnSync('influxd', ['version']).status === 0;
}

/** Starts an influxd of our own on free ports of 127.0.0.1, its files in a fresh folder. */
export async function startInflux(): Promise<InfluxServer> {
  if (!isInfluxInstalled()) {
    throw new Error('start influxd: it is not installed (Debian package influxdb)');
  }
  const folder = temporaryDirectory('isotherm-influxd-');
  const [httpPort, backupPort] = [await freePort(), await freePort()];
  const configuration = path.join(folder, 'influxdb.conf');
  await writeFile(configuration, settings(folder, httpPort, backupPort));
  const url = `http://127.0.0.1:${String(httpPort)}`;
  let child = await run(configuration, url);
  return {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    start: async () => {
      child = await run(configuration, url);
    },
    halt: () => stopProcess(child, 'SIGTERM'),
    kill: () => stopProcess(child, 'SIGKILL'),
    stop: async () => {
      await stopProcess(child, 'SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

function settings(folder: string, httpPort: number, backupPort: number): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${String(backupPort)}"
[meta]
dir = "${folder}/meta"
[data]
dir = "${folder}/data"
wal-dir = "${folder}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${String(httpPort)}"
log-enabled = false
`;
}

async function run(configuration: string, url: string) {
  const child = spawn('influxd', ['-config', configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = captureOutput(child);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/ping`).catch(() => null);
    if (answer?.status === 204) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stopProcess(child, 'SIGKILL');
  throw new Error(`start influxd: it does not answer\n${output()}`);
}
