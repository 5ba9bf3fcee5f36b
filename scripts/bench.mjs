// The project's performance benchmarks: npm run bench [-- NAME] [--json]
import path from 'node:path';
import { prepare, root } from './prepare.mjs';
import { runToItsEnd } from './run.mjs';

try {
  const words = process.argv.slice(2);
  const isAll = !words.some((word) => /^(?:[a-z]+|-h|--help)$/.test(word));
  // Only one benchmark visits pages.
  await prepare({ build: isAll || words.includes('pages') });
  const program = path.join(root, 'bench', 'run.ts');
  const args = ['--import', 'tsx', program, ...words];
  process.exitCode = await runToItsEnd(process.execPath, args, { cwd: root });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
