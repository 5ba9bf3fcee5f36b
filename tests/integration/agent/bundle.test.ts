import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePoints } from '#lib/wire/line-protocol/parse.ts';
import { bundle } from '#scripts/bundle.mjs';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { scenarioFile } from '#tests/simulator/nvml/scenario.ts';
import { repositoryRoot, temporaryDirectory } from '#tests/simulator/process.ts';

/** What the agent's image holds, laid out in a directory. */
let image: string;
let library: string;

beforeAll(async () => {
  image = temporaryDirectory('isotherm-image-');
  library = await buildFakeNvml();
  await bundle(repositoryRoot, path.join(image, 'dist'));
  for (const file of copiedIntoImage()) place(file);
});

afterAll(() => fs.rmSync(image, { recursive: true, force: true }));

/** The paths of the COPY lines of the agent's stage. */
function copiedIntoImage(): string[] {
  const text = fs.readFileSync(path.join(repositoryRoot, 'Dockerfile'), 'utf8');
  const stage = /^FROM base AS agent$([^]*?)^FROM /m.exec(text)?.[1] ?? '';
  return [...stage.matchAll(/^COPY --from=\w+ \/app\/(\S+) (\S+)$/gm)].map(([, from, to]) => {
    expect(to).toBe(from);
    return from ?? '';
  });
}

function place(file: string): void {
  const target = path.join(image, file);
  if (file === 'dist') return;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (file.startsWith('node_modules/')) fs.symlinkSync(path.join(repositoryRoot, file), target);
  else fs.cpSync(path.join(repositoryRoot, file), target, { recursive: true });
}

function run(program: readonly string[], args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], {
    cwd: image,
    encoding: 'utf8',
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      ISOTHERM_NVML_LIBRARY: library,
      FAKE_NVML_SCENARIO: scenarioFile('h200-8'),
    },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

const fromBundle = (...args: readonly string[]) => run([path.join(image, 'bin/isotherm')], args);

function fromSources(...args: readonly string[]) {
  const tsx = path.join(repositoryRoot, 'node_modules/tsx/dist/loader.mjs');
  return run(['--import', tsx, path.join(repositoryRoot, 'cli/main.ts')], args);
}

/** Measurement and tags → names and types of the fields. */
function shapeOf(text: string): Record<string, string[]> {
  const { points, errors } = parsePoints(text, { precision: 'ns', nowNs: 0n });
  expect(errors).toEqual([]);
  const shapes = points.map(({ measurement, tags, fields }) => {
    const series = [measurement, ...Object.entries(tags).map((tag) => tag.join('='))].join(',');
    return [series, Object.entries(fields).map(([name, { type }]) => `${name} ${type}`)] as const;
  });
  return Object.fromEntries(shapes);
}

describe('the bundle, with nothing but what the image of the agent holds', () => {
  it('prints what the sources print: the host, its disks and networks, eight GPUs', () => {
    const args = ['agent', '--once', '--stdout', '--collectors', 'host,network,nvml'];
    const bundled = shapeOf(fromBundle(...args));
    expect(bundled).toEqual(shapeOf(fromSources(...args)));
    const gpus = Object.keys(bundled).filter((series) => series.startsWith('gpu,'));
    expect(gpus).toHaveLength(8);
    expect(Object.keys(bundled).some((series) => series.startsWith('host,'))).toBe(true);
  });

  it('trains to the same parameters as the sources do', () => {
    const args = ['train', '--workload', 'softmax', '--steps', '5', '--seed', '3', '--json'];
    const checksum = (text: string) => /"checksum":"([0-9a-f]{64})"/.exec(text)?.[1];
    const bundled = checksum(fromBundle(...args));
    expect(bundled).toBeDefined();
    expect(bundled).toBe(checksum(fromSources(...args)));
  });
});
