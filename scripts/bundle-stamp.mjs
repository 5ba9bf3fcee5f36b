// Whether the bundle in dist/ was made from the sources as they are now. Read by bin/isotherm at
// every start, so it loads nothing but Node's own modules and costs a few milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const stampName = 'bundle.json';

/** Decide what is bundled and how, beside the sources themselves. */
const settings = [
  'package.json',
  'package-lock.json',
  'scripts/bundle.mjs',
  'scripts/bundle-server.mjs',
  'scripts/bundle-options.mjs',
];

/**
 * @param sources paths of our own files that went into the bundle, relative to the root
 * @param beganMs when bundling began; of a file that has changed since nobody knows what was read
 */
export function writeStamp(root, outdir, sources, beganMs) {
  const files = [...new Set([...settings, ...sources])].sort();
  if (files.some((file) => statSync(path.join(root, file)).mtimeMs > beganMs)) return;
  const stamp = { digest: digestOf(root, files), files };
  writeFileSync(path.join(outdir, stampName), `${JSON.stringify(stamp, null, 2)}\n`);
}

/**
 * The module to run for a command, or null when there is none that is up to date. Contents are
 * compared, not times: a checkout or a copy sets those as it likes. Where there are no sources, as
 * in the agent's image, there is nothing to be older than.
 */
export function findBundle(root, command) {
  const outdir = path.join(root, 'dist', command === 'server' ? 'server' : '.');
  const module = path.join(outdir, `${command}.mjs`);
  if (!/^[a-z-]+$/.test(command) || !existsSync(module)) return null;
  if (!existsSync(path.join(root, 'cli'))) return module;
  const stamp = readStamp(outdir);
  if (stamp === null) return null;
  const digest = digestOf(root, stamp.files);
  return digest !== null && digest === stamp.digest ? module : null;
}

function readStamp(outdir) {
  try {
    const stamp = JSON.parse(readFileSync(path.join(outdir, stampName), 'utf8'));
    return Array.isArray(stamp?.files) ? stamp : null;
  } catch {
    return null;
  }
}

/** Null when a file is gone. */
function digestOf(root, files) {
  const hash = createHash('sha256');
  try {
    for (const file of files) {
      const content = readFileSync(path.join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  } catch {
    return null;
  }
  return hash.digest('hex');
}
