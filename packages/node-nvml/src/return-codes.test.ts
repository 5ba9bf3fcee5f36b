import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nvmlReturn, returnCodes } from './return-codes.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('returnCodes', () => {
  it('describes every code that has a name', () => {
    expect([...returnCodes.keys()]).toEqual(Object.values(nvmlReturn));
  });

  it.each([...returnCodes])('stands in the README: %i', (code, { name, meaning, reason }) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${code} |`));
    expect(row).toContain(`\`${name}\` | ${meaning}`);
    expect(row).toMatch(new RegExp(`\\| ${reason} \\|$`));
  });
});
