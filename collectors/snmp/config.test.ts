import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snmpCollector } from './collector.ts';
import { configSchema } from './config.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'snmp-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function problems(section: unknown): readonly string[] {
  const configured = snmpCollector.configure(section);
  return configured.valid ? [] : configured.problems;
}

describe('configuration of the snmp collector', () => {
  it('gives targets what they have in common and reads secrets from files', () => {
    const file = path.join(directory, 'community');
    writeFileSync(file, 'of-the-hall\n');
    const { targets } = configSchema.parse({
      defaults: { credentials: { version: '2c', communityFile: file }, intervalSeconds: 60 },
      targets: [
        { name: 'a', address: '10.0.0.1' },
        {
          name: 'b',
          address: 'ups.example',
          port: 1161,
          intervalSeconds: 10,
          credentials: {
            version: '3',
            user: 'monitor',
            auth: { protocol: 'sha256', passphraseFile: file },
          },
        },
      ],
    });
    const auth = { protocol: 'sha256', passphrase: 'of-the-hall' };
    expect(targets).toEqual([
      {
        name: 'a',
        address: '10.0.0.1',
        port: 161,
        intervalSeconds: 60,
        credentials: { version: '2c', community: 'of-the-hall' },
      },
      {
        name: 'b',
        address: 'ups.example',
        port: 1161,
        intervalSeconds: 10,
        credentials: { version: '3', user: 'monitor', auth },
      },
    ]);
  });

  it('names every mistake where it is, without a secret', () => {
    const credentials = { version: '2c', community: 'top-secret', communityFile: '/nowhere' };
    const found = problems({
      targets: [
        { name: 'a', address: '10.0.0.1', credentials },
        { name: 'a', address: '10.0.0.2', credentials: { version: '2c', communityFile: '/none' } },
      ],
      traps: { listen: '162' },
    });
    expect(found.join('\n')).toMatch(
      /targets\.0\.credentials\.communityFile: give it or community/,
    );
    expect(found.join('\n')).toMatch(/targets\.1\.credentials\.communityFile: ENOENT/);
    expect(found.join('\n')).toMatch(/traps\.listen: must be host:port/);
    expect(found.join('\n')).not.toContain('top-secret');
  });

  it('refuses two devices of one name, and one without credentials', () => {
    const credentials = { version: '1', community: 'public' };
    const twice = { name: 'a', address: '10.0.0.1', credentials };
    expect(problems({ targets: [twice, twice] })).toEqual([
      'collectors.snmp.targets.1.name: is given twice',
    ]);
    expect(problems({ targets: [{ name: 'a', address: '10.0.0.1' }] })).toEqual([
      expect.stringContaining('collectors.snmp.targets.0.credentials'),
    ]);
  });
});
