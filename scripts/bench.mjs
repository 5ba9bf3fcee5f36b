// The project's performance benchmarks: npm run bench [-- NAME] [--json]
import path from 'node:path';
import { prepare, root } from './prepare.mjs';
import { runToItsEnd } from './run.mjs';

try {
  await prepare({ build: false });
  const program = path.join(root, 'bench', 'run.ts');
  const args = ['--import', 'tsx', program, ...process.argv.slice(2)];
  process.exitCode = await runToItsEnd(process.execPath, args, { cwd: root });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
