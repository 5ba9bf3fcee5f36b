import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBundle, writeStamp } from './bundle-stamp.mjs';

const settings = [
  'package.json',
  'package-lock.json',
  'scripts/bundle.mjs',
  'scripts/bundle-server.mjs',
  'scripts/bundle-options.mjs',
];
const sources = ['cli/agent-main.ts', 'lib/wire/encode.ts'];

let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-stamp-'));
  for (const file of [...settings, ...sources, 'dist/agent.mjs']) write(file, `content of ${file}`);
  writeStamp(root, path.join(root, 'dist'), sources, Date.now() + 1000);
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  const place = path.join(root, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, content);
}

const isFound = (command = 'agent') => findBundle(root, command) !== null;

describe('findBundle', () => {
  it('finds the module of a command', () => {
    expect(findBundle(root, 'agent')).toBe(path.join(root, 'dist/agent.mjs'));
  });

  it.each([...settings, ...sources])('refuses a bundle that is older than %s', (file) => {
    write(file, 'changed');
    expect(isFound()).toBe(false);
  });

  it('sees a change that left size and time as they were', () => {
    const file = path.join(root, 'lib/wire/encode.ts');
    const { atime, mtime } = fs.statSync(file);
    write('lib/wire/encode.ts', 'content of lib/wire/encode.TS');
    fs.utimesSync(file, atime, mtime);
    expect(isFound()).toBe(false);
  });

  it('does not mind a time alone', () => {
    fs.utimesSync(path.join(root, 'cli/agent-main.ts'), 0, Date.now() / 1000 + 3600);
    expect(isFound()).toBe(true);
  });

  it('refuses a bundle whose source is gone', () => {
    fs.rmSync(path.join(root, 'lib/wire/encode.ts'));
    expect(isFound()).toBe(false);
  });

  it.each(['', 'not json', '{}', '{"digest":null,"files":["nowhere"]}'])(
    'refuses a bundle whose stamp reads %j, as one that is being made',
    (stamp) => {
      write('dist/bundle.json', stamp);
      expect(isFound()).toBe(false);
    },
  );

  it('takes the bundle where there are no sources to run instead', () => {
    for (const folder of ['cli', 'lib']) fs.rmSync(path.join(root, folder), { recursive: true });
    expect(isFound()).toBe(true);
  });

  it('refuses a bundle whose source was written while it was being made', () => {
    fs.rmSync(path.join(root, 'dist/bundle.json'));
    writeStamp(root, path.join(root, 'dist'), sources, Date.now() - 10_000);
    expect(isFound()).toBe(false);
  });

  it.each(['', 'server', '../agent', '--help'])('has nothing for the command %j', (command) => {
    expect(isFound(command)).toBe(false);
  });
});
