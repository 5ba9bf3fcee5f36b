// Bundles what runs on a GPU host into dist/, with the packages it needs: a process of it takes
// half the memory that it takes through tsx. See docs/decisions/0004-host-programs-are-bundled.md.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programs } from './bundle-options.mjs';
import { writeStamp } from './bundle-stamp.mjs';

/** Command of bin/isotherm → the module that runs it. */
const entryPoints = {
  agent: 'cli/agent-main.ts',
  train: 'cli/train-main.ts',
  'nvml-reader': 'cli/nvml-reader.ts',
};

/** @param outdir `dist` below the root, except where a test bundles for itself */
export async function bundle(root, outdir = path.join(root, 'dist')) {
  const beganMs = Date.now();
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    ...programs,
    packages: 'bundle',
    // Finds its own native library beside itself.
    external: ['koffi'],
    banner: { js: requireForCommonJs },
    plugins: [onlyEnglish, zodAsNamespace],
  });
  const own = Object.keys(metafile.inputs).filter((file) => !/(^|\/)node_modules\//.test(file));
  writeStamp(root, outdir, [...own, ...copyProfiles(root, outdir)], beganMs);
}

const profiles = 'collectors/snmp/profiles';

/** Read as they are, from beside the module that reads them. Returns their paths. */
function copyProfiles(root, outdir) {
  cpSync(path.join(root, profiles), path.join(outdir, 'profiles'), { recursive: true });
  return readdirSync(path.join(root, profiles)).map((file) => path.join(profiles, file));
}

/** Packages in CommonJS ask for Node's modules with `require`, which a module does not have. */
const requireForCommonJs =
  "import { createRequire as requireAt } from 'node:module'; const require = requireAt(import.meta.url);";

/** zod carries its messages in fifty languages, and a third of its memory is theirs. */
const onlyEnglish = {
  name: 'only-english',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** `z` is one object with all that zod can do; of a namespace only what is used is bundled. */
const zodAsNamespace = {
  name: 'zod-as-namespace',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(
        /^import \{ z \} from 'zod';$/m,
        "import * as z from 'zod';",
      ),
      loader: 'ts',
    }));
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
}
