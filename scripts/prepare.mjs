// Makes a checkout runnable: packages, the database client, what runs on GPU hosts in one piece,
// and (unless --no-build) the pages.
// Each step leaves a stamp of what it was made from, so a second run does only what has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBundle } from './bundle-stamp.mjs';
import { step } from './run.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamps = path.join(root, 'node_modules', '.isotherm');

export async function prepare({ build }) {
  // `npm ci` refuses a lock file that lacks optional packages of other platforms, which not every
  // registry mirror carries; `install --no-save` keeps to the lock file and leaves it untouched.
  await once('packages', ['package.json', 'package-lock.json', '.npmrc'], () =>
    step(
      'packages installed',
      'npm',
      ['install', '--no-save', '--no-progress', '--loglevel=error'],
      { cwd: root },
    ),
  );
  await once('database-client', ['prisma/schema.prisma', 'package-lock.json'], () =>
    step('database client generated', process.execPath, [prismaCli(), 'generate', '--no-hints'], {
      cwd: root,
      env: prismaEnvironment(),
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  // Its own stamp says more than `once` can: bin/isotherm reads it at every start.
  if (findBundle(root, 'agent') === null) {
    const bundle = path.join(root, 'scripts', 'bundle.mjs');
    await step('agent bundled', process.execPath, [bundle], { cwd: root });
  }
  if (findBundle(root, 'server') === null) {
    const bundle = path.join(root, 'scripts', 'bundle-server.mjs');
    await step('server bundled', process.execPath, [bundle], { cwd: root });
  }
  if (!build) return;
  const sources = [
    'app',
    'components',
    'lib',
    'next.config.mjs',
    'package-lock.json',
    'postcss.config.mjs',
  ];
  await once('pages', sources, () =>
    step('pages built', process.execPath, [nextCli(), 'build'], {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
}

/** Prisma wants to download a native engine that only its migration commands use. */
export function prismaEnvironment() {
  return {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(root, 'scripts', 'no-schema-engine.sh'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
}

function prismaCli() {
  return path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
}

function nextCli() {
  return path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
}

async function once(name, sources, make) {
  const stamp = path.join(stamps, name);
  const made = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const wanted = digest(sources);
  if (made === wanted && outputsExist(name)) return;
  await make();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, wanted);
}

function outputsExist(name) {
  if (name === 'pages') return existsSync(path.join(root, '.next', 'BUILD_ID'));
  if (name === 'database-client') return existsSync(path.join(root, 'lib/db/generated/client.ts'));
  return existsSync(path.join(root, 'node_modules', '.package-lock.json'));
}

function digest(sources) {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) addTo(hash, path.join(root, source));
  return hash.digest('hex');
}

function addTo(hash, file) {
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const entry of readdirSync(file).sort()) addTo(hash, path.join(file, entry));
    return;
  }
  if (/\.test\.tsx?$/.test(file)) return;
  hash.update(path.relative(root, file)).update('\0').update(readFileSync(file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await prepare({ build: !process.argv.includes('--no-build') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
