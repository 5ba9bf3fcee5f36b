import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../process.ts';

export interface FakeNvmlVariant {
  /** Functions the library shall not have, as an older driver's has not. */
  readonly absentSymbols?: readonly string[];
}

const sourceFolder = import.meta.dirname;
const flags = ['-shared', '-fPIC', '-O1', '-std=c++17', '-fvisibility=hidden'];

/**
 * Path of a libnvidia-ml.so.1 that answers from the file named by FAKE_NVML_SCENARIO. It is compiled
 * once for each content of the sources; tests that run at the same time share it.
 */
export async function buildFakeNvml(variant: FakeNvmlVariant = {}): Promise<string> {
  const absent = [...(variant.absentSymbols ?? [])].sort();
  const folder = path.join(await cacheFolder(), `fake-nvml-${await hashSources(absent)}`);
  const library = path.join(folder, 'libnvidia-ml.so.1');
  if (await exists(library)) return library;
  const workshop = await mkdtemp(`${folder}-`);
  try {
    const script = path.join(workshop, 'exports.map');
    const built = path.join(workshop, 'libnvidia-ml.so.1');
    await writeFile(script, exportScript(absent));
    await compile([
      ...flags,
      path.join(sourceFolder, 'fake-nvml.cpp'),
      `-Wl,--version-script=${script}`,
      '-o',
      built,
    ]);
    await mkdir(folder, { recursive: true });
    await rename(built, library);
  } finally {
    await rm(workshop, { recursive: true });
  }
  return library;
}

async function cacheFolder(): Promise<string> {
  const beside = path.join(repositoryRoot, 'node_modules', '.isotherm');
  try {
    await mkdir(beside, { recursive: true });
    return beside;
  } catch {
    return os.tmpdir();
  }
}

async function hashSources(absent: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([process.arch, flags, absent]));
  const names = await readdir(sourceFolder);
  for (const name of names.filter((one) => /\.[ch]pp$/.test(one)).sort()) {
    hash.update(name).update(await readFile(path.join(sourceFolder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

function exportScript(absent: readonly string[]): string {
  const hidden = absent.map((symbol) => `${symbol};`).join(' ');
  return `{ global: nvml*; isotherm_*; local: ${hidden} _*; };\n`;
}

async function compile(options: readonly string[]): Promise<void> {
  const compiler = spawn('g++', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const complaints: string[] = [];
  compiler.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    compiler.once('error', (cause) => {
      reject(new Error('build the fake NVML: there is no g++ (Debian package g++)', { cause }));
    });
    compiler.once('close', resolve);
  });
  if (code !== 0) throw new Error(`build the fake NVML: g++ failed\n${complaints.join('')}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
