import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { freePort, stopProcess } from './process.ts';

export interface PostgresServer {
  /** Makes an empty database of its own and answers its address. */
  createDatabase(): Promise<string>;
  /** Ends it, and with it every connection, without a chance to write anything. */
  kill(): Promise<void>;
  /** Starts it again on the same files and port after `kill`. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Folder of the newest installed PostgreSQL's programs; null where there is none. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const folders = [
    ...versions.map((version) => path.join(debian, String(version), 'bin')),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

/** Starts a PostgreSQL server of our own on a free port of 127.0.0.1, its files in a fresh folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === null) throw new Error('start postgresql: it is not installed');
  const owner = serverOwner();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-postgres-'));
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, 'data');
  execFileSync(
    path.join(programs, 'initdb'),
    ['-D', data, '-U', 'isotherm', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    { ...(owner ?? {}), cwd: folder, stdio: 'ignore' },
  );
  const port = await freePort();
  const run = async () => {
    const started = spawn(
      path.join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
      { ...(owner ?? {}), cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await untilReady(started);
    return started;
  };
  let child: ChildProcess = await run();
  const address = `postgresql://isotherm@127.0.0.1:${port}`;
  let made = 0;
  return {
    createDatabase: async () => {
      const name = `test_${(made += 1)}`;
      const client = new pg.Client({ connectionString: `${address}/postgres` });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return `${address}/${name}`;
    },
    kill: () => stopProcess(child, 'SIGKILL'),
    start: async () => {
      child = await startAfterKill(run);
    },
    stop: async () => {
      if (child.exitCode === null) {
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Its backends notice a little later that it is gone; until then its memory is in use. */
async function startAfterKill(run: () => Promise<ChildProcess>): Promise<ChildProcess> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** PostgreSQL refuses to run as root; Debian's package makes the user `postgres` for it. */
function serverOwner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`start postgresql: exit code ${code}: ${said}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
      if (said.includes('database system is ready to accept connections')) resolve();
    });
  });
}
