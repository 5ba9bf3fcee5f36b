// Everything that must hold for a commit: format, lint, types, import rules, generated docs, tests.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';
import { step } from './run.mjs';

const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const folders = [
  'app',
  'components',
  'lib',
  'collectors',
  'training',
  'server',
  'cli',
  'bench',
  'packages',
];
const present = folders.filter((folder) => existsSync(path.join(root, folder)));

try {
  await prepare({ build: false });
  // Two chains of about equal length, for the two processors that nearly every machine has.
  await Promise.all([lint(), checkTheRest()]);
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
    '--maxWorkers=100%',
    '--reporter=default',
  ]);
}

function lint() {
  const cache = ['--cache', '--cache-location', 'node_modules/.cache/eslint/'];
  return step('lint', bin('eslint'), [...cache, '.']);
}

async function checkTheRest() {
  await step('format', bin('prettier'), ['--check', '--cache', '--log-level', 'warn', '.']);
  await step('types', bin('tsc'), ['-p', '.']);
  await step('import rules', bin('depcruise'), ['--output-type', 'err', ...present]);
  const generateDocs = path.join(root, 'scripts', 'generate-docs.ts');
  await step('generated documents', process.execPath, ['--import', 'tsx', generateDocs, '--check']);
}
