import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { familyOf, parseRollup, parseStat, purposeOf } from './proc.ts';

const stat =
  '4242 (a (strange) name) S 17 4242 4242 0 -1 4194560 5061 301 0 0 150 50 7 3 20 0 11 0 9000 1 2 3';

describe('parseStat', () => {
  it('adds up its own time and that of children it has waited for, whatever its name', () => {
    expect(parseStat(stat)).toEqual({ parent: 17, cpuSeconds: 2.1 });
  });

  it('reads what this kernel says about a process', () => {
    const program = `
      for (const end = performance.now() + 300; performance.now() < end; );
      const stat = require('node:fs').readFileSync('/proc/self/stat', 'utf8');
      console.log(JSON.stringify({ stat, ...process.cpuUsage() }));`;
    const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    const said = JSON.parse(stdout) as { stat: string; user: number; system: number };
    const read = parseStat(said.stat);
    expect(read?.parent).toBe(process.pid);
    expect(Math.abs((read?.cpuSeconds ?? 0) - (said.user + said.system) / 1e6)).toBeLessThan(0.1);
  });

  it.each(['', '4242 (cut', stat.slice(0, 60)])('makes nothing of %j', (text) => {
    expect(parseStat(text)).toBeNull();
  });
});

describe('parseRollup', () => {
  it('reads the sizes in bytes', () => {
    const text =
      '00400000-7fff r--p 00000000 00:00 0 [rollup]\nRss:   41040 kB\nPss:    7852 kB\nAnonymous: 6332 kB\n';
    expect(parseRollup(text)).toEqual({
      residentBytes: 42_024_960,
      proportionalBytes: 8_040_448,
      anonymousBytes: 6_483_968,
    });
  });

  it('reads what this kernel says about this process', () => {
    const memory = parseRollup(readFileSync('/proc/self/smaps_rollup', 'utf8'));
    expect(memory?.residentBytes).toBeGreaterThan(memory?.proportionalBytes ?? Infinity);
  });

  it('makes nothing of what a process leaves that has ended', () => {
    expect(parseRollup('')).toBeNull();
    expect(parseRollup('Rss: 12 kB\n')).toBeNull();
  });
});

describe('familyOf', () => {
  it('finds children of children, and nobody else', () => {
    const parents = { 1: 0, 10: 1, 11: 10, 12: 10, 13: 12, 20: 1 };
    const processes = new Map(
      Object.entries(parents).map(([pid, parent]) => [Number(pid), { parent, cpuSeconds: 0 }]),
    );
    expect(familyOf(10, processes).sort()).toEqual([10, 11, 12, 13]);
    expect(familyOf(20, processes)).toEqual([20]);
  });
});

describe('purposeOf', () => {
  it.each([
    ['/usr/bin/node\0/opt/isotherm/bin/isotherm\0nvml-reader\0--library\0x\0', 'nvml-reader'],
    ['/usr/bin/node\0/opt/x/server.mjs\0', 'server.mjs'],
    ['/usr/bin/node\0--v8-pool-size=1\0/opt/bin/isotherm\0nvml-reader\0', 'nvml-reader'],
    ['/usr/bin/node\0-e\0setInterval\0', 'node'],
    ['/usr/lib/netdata/plugins.d/apps.plugin\0-1\0', 'apps.plugin'],
    ['', ''],
  ])('takes %j for %j', (commandLine, purpose) => {
    expect(purposeOf(commandLine)).toBe(purpose);
  });
});
