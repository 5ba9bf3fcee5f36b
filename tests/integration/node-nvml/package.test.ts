import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { scenarioFile } from '#tests/simulator/nvml/scenario.ts';
import { repositoryRoot } from '#tests/simulator/process.ts';

const run = promisify(execFile);
const example = 'node_modules/node-nvml/example/all-gpus.mjs';
const consumer = `
import { openNvml, type Reading } from 'node-nvml';
const opened = openNvml();
if (opened.kind === 'open') {
  const count: Reading<number> = opened.nvml.deviceCount();
  // @ts-expect-error a reading is no number
  const wrong: number = count;
}
`;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'node-nvml-'));
  // The repository's own settings turn scripts off, also the one that builds the package.
  await run('npm', ['pack', '--ignore-scripts=false', '--pack-destination', folder], {
    cwd: path.join(repositoryRoot, 'packages/node-nvml'),
  });
  const [tarball = 'no tarball'] = await readdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', ...quiet, `./${tarball}`], { cwd: folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package, installed in an empty folder', () => {
  it('prints every GPU of a host', async () => {
    const library = await buildFakeNvml();
    const { stdout } = await run(process.execPath, [example, library], {
      cwd: folder,
      env: { ...process.env, FAKE_NVML_SCENARIO: scenarioFile('lost-gpu') },
    });
    expect(stdout).toContain('These GPUs are simulated.');
    expect(stdout).toMatch(/driver +575\.57\.08/);
    expect(stdout.match(/name +NVIDIA H200/g)).toHaveLength(7);
    expect(stdout).toMatch(/GPU 3\n {2}(\w+) +– \(the driver lost the GPU\)/);
    expect(stdout).toMatch(/power +\d+ W/);
  });

  it('takes the library from the environment, and says when there is none', async () => {
    const failed = run(process.execPath, [example], {
      cwd: folder,
      env: { ...process.env, NVML_LIBRARY: '/nowhere.so' },
    });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^no GPU can be read here: load \/nowhere\.so: .*12\)\n$/,
      ) as string,
    });
  });

  it('brings its types', async () => {
    const types = path.join(folder, 'node_modules/@types');
    await symlink(path.join(repositoryRoot, 'node_modules/@types'), types);
    await cp(
      path.join(repositoryRoot, 'node_modules/undici-types'),
      path.join(folder, 'node_modules/undici-types'),
      { recursive: true },
    );
    await writeFile(path.join(folder, 'consumer.ts'), consumer);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
    const tsc = path.join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, ...options, '--types', 'node', 'consumer.ts'], {
      cwd: folder,
    });
  });

  it('holds what its readers need and no tests', async () => {
    const root = path.join(folder, 'node_modules/node-nvml');
    const files = await readdir(root, { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'example/all-gpus.mjs']),
    );
    expect(files.filter((file) => file.includes('test'))).toEqual([]);
  });
});
