import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import { createCredentialVault } from './credential-vault.ts';
import { secretKeyOf } from './secret-key.ts';

const [first, second] = ['01'.repeat(32), '02'.repeat(32)].map(secretKeyOf);
if (!first || !second) throw new Error('make keys: there are two texts');
const vault = createCredentialVault({ current: first, old: null });
const credentials: SnmpCredentials = { version: '2c', community: 'secret' };
const row = { id: 'd1', name: 'pdu-1', ...vault.seal('d1', credentials) };

describe('createCredentialVault', () => {
  it('opens what it has sealed, for that device alone', () => {
    expect(vault.open(row)).toEqual({ kind: 'open', credentials });
    expect(vault.open({ ...row, id: 'd2' })).toMatchObject({ kind: 'shut' });
  });

  it('seals the same differently each time', () => {
    expect(vault.seal('d1', credentials).sealed).not.toBe(row.sealed);
  });

  it('names the device and both keys when it has another key', () => {
    const other = createCredentialVault({ current: second, old: null });
    const problem = other.problemOf(row);
    expect(problem).toContain('credentials of pdu-1');
    expect(problem).toContain(first.id);
    expect(other.open(row)).toEqual({ kind: 'shut', problem });
  });

  it('opens with the old key and seals with the new one', () => {
    const both = createCredentialVault({ current: second, old: first });
    expect(both.open(row)).toEqual({ kind: 'open', credentials });
    expect(both.seal('d1', credentials).keyId).toBe(second.id);
  });

  it('opens nothing that was changed by a single bit', () => {
    const bytes = Buffer.from(row.sealed, 'base64');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes);
        const at = bit >> 3;
        changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
        return vault.open({ ...row, sealed: changed.toString('base64') }).kind === 'shut';
      }),
    );
    expect(vault.open({ ...row, sealed: '' }).kind).toBe('shut');
  });
});
