// Bundles the server's own modules into dist/server/; packages stay where they are. Through tsx each
// of its threads has a compiler beside it. See docs/decisions/0004-host-programs-are-bundled.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programs } from './bundle-options.mjs';
import { writeStamp } from './bundle-stamp.mjs';

/** What bin/isotherm runs, and what the server starts in threads by the name of its file. */
const entryPoints = {
  server: 'cli/server-main.ts',
  'decode-worker': 'lib/ingest/decode-worker.ts',
  worker: 'lib/store/duckdb/worker.ts',
};

/** Starts the threads: its own `entry.mjs` stands beside it in the bundle. */
const threadStarter = 'lib/threads/start-worker.ts';

const threadEntry = `import { workerData } from 'node:worker_threads';
await import('./' + workerData.module.replace(/^.*\\/(.*)\\.ts$/, '$1.mjs'));
`;

/** @param outdir where the packages are found, such as the default */
export async function bundleServer(root, outdir = path.join(root, 'dist', 'server')) {
  const beganMs = Date.now();
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    ...programs,
    packages: 'external',
    plugins: [standsAtItsSource(root, outdir)],
  });
  writeFileSync(path.join(outdir, 'entry.mjs'), threadEntry);
  writeStamp(root, outdir, Object.keys(metafile.inputs), beganMs);
}

/** Modules find files (migrations, profiles, bin/isotherm) from where their sources are. */
function standsAtItsSource(root, outdir) {
  return {
    name: 'stands-at-its-source',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const text = readFileSync(file, 'utf8');
        if (!text.includes('import.meta') || file === path.join(root, threadStarter)) return null;
        const source = JSON.stringify(path.relative(outdir, file));
        const contents = text
          .replaceAll('import.meta.dirname', 'sourceDirectory')
          .replaceAll('import.meta.url', 'sourceUrl');
        const names = `import { dirname } from 'node:path';
          import { fileURLToPath as pathOf } from 'node:url';
          const sourceUrl = new URL(${source}, import.meta.url).href;
          const sourceDirectory = dirname(pathOf(sourceUrl));`;
        return { contents: `${names}\n${contents}`, loader: 'ts' };
      });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleServer(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
}
