// npm test: installs what the tests need and runs every suite. The last line is `N passed, M failed`.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';
import { run } from './run.mjs';
import { filesThatNeed, installTestServers } from './test-servers.mjs';

/** One after the other: browsers and databases want the machine for themselves. */
const rounds = [
  { projects: ['unit', 'contract'], workers: ['--maxWorkers=100%'] },
  { projects: ['integration'], workers: [] },
  { projects: ['e2e'], workers: [] },
];

async function main() {
  await prepare({ build: true });
  const missing = await installTestServers();
  const skipped = filesThatNeed(missing, testFiles('tests'));
  if (missing.length > 0) {
    console.log(`not installed: ${missing.map((server) => server.name).join(', ')}`);
    for (const file of skipped) console.log(`skipped: ${file}`);
  }
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const round of rounds) add(totals, await runRound(round, skipped));
  if (process.env.CI === 'true') {
    // What did not run was not seen to work.
    totals.failed += skipped.length + totals.skipped;
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

async function runRound({ projects, workers }, skipped) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'isotherm-test-'));
  const report = path.join(folder, 'report.json');
  const args = [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    ...workers,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...skipped.flatMap((file) => ['--exclude', file]),
  ];
  try {
    const code = await run(process.execPath, args, { cwd: root });
    return countsOf(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A round that broke before or outside its tests counts as one failure more. */
function countsOf(report, code) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const failed = result.numFailedTests;
    const broken = code !== 0 && failed === 0 ? Math.max(1, result.numFailedTestSuites) : 0;
    return {
      passed: result.numPassedTests,
      failed: failed + broken,
      skipped: result.numPendingTests,
    };
  } catch (error) {
    console.error(`read the test report: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function add(totals, counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}

function testFiles(folder) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => path.join(folder, String(file)))
    .filter((file) => file.endsWith('.test.ts'));
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
