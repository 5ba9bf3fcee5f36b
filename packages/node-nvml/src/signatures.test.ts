import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signatures } from './signatures.ts';

/** Older drivers have this one under the name that the header now redefines. */
const formerNames = ['nvmlDeviceGetSupportedClocksThrottleReasons'];

const calls = readCalls();
const bound = Object.entries(signatures).filter(([name]) => !formerNames.includes(name));

describe('signatures', () => {
  it.each(bound)('%s takes the arguments of the header', (name, letters) => {
    const declared = calls.get(name)?.map((argument) => acceptableLetters(argument));
    expect(declared?.length).toBe(letters.length);
    declared?.forEach((acceptable, index) => expect(acceptable).toContain(letters.charAt(index)));
  });
});

function readCalls(): Map<string, string[]> {
  const file = new URL('../testdata/nvml-calls.txt', import.meta.url);
  const calls = new Map<string, string[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, name, list] = /^(nvml\w+)\((.*?)\)/.exec(line) ?? [];
    if (name === undefined || list === undefined) continue;
    calls.set(name, list === '' ? [] : list.split(/, */));
  }
  return calls;
}

function acceptableLetters(argument: string): string {
  // The trial wrote texts that a call reads and texts that it fills the same way.
  if (/^->char (uuid|pciBusId|serial)$/.test(argument)) return 'sp';
  if (argument.startsWith('->')) return 'p';
  const [type = ''] = argument.split(' ');
  const known: Record<string, string> = {
    dev: 'd',
    eventSet: 'h',
    gpmSample: 'h',
    i32: 'i',
    u32: 'u',
    u64: 'U',
  };
  return known[type] ?? 'u';
}
