// Everything that must hold for a commit: format, lint, types, import rules, generated docs, tests.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';
import { step } from './run.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const folders = ['app', 'components', 'lib', 'collectors', 'training', 'server', 'cli', 'bench'];
const present = folders.filter((folder) => existsSync(path.join(root, folder)));

try {
  await prepare({ build: false });
  await step('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']);
  await Promise.all([
    step('types', bin('tsc'), ['-p', '.']),
    step('import rules', bin('depcruise'), ['--output-type', 'err', ...present]),
  ]);
  await step('generated documents', process.execPath, [
    '--import',
    'tsx',
    path.join(root, 'scripts/generate-docs.ts'),
    '--check',
  ]);
  await step('lint', bin('eslint'), [
    '--cache',
    '--cache-location',
    'node_modules/.cache/eslint/',
    '.',
  ]);
  if (!process.argv.includes('--static')) await runTests();
} catch (error) {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}

function runTests() {
  return step('unit and contract tests', bin('vitest'), [
    'run',
    '--project',
    'unit',
    '--project',
    'contract',
    '--reporter=default',
  ]);
}
