import { describe, expect, it } from 'vitest';
import type { Principal } from '#lib/model/identity.ts';
import { principalHeader, readPrincipal, sealPrincipal } from './principal-header.ts';

const operator: Principal = { kind: 'user', id: 'u1', name: 'Özlem.K', role: 'operator' };

describe('principal header', () => {
  it('carries the principal from the gate to a route', () => {
    const headers = new Headers({ [principalHeader]: sealPrincipal(operator) });
    expect(readPrincipal(headers)).toEqual(operator);
  });

  it('is nobody without the header or with a forged seal', () => {
    const [, body] = sealPrincipal(operator).split('.');
    expect(readPrincipal(new Headers())).toBeNull();
    expect(readPrincipal(new Headers({ [principalHeader]: `forged.${body ?? ''}` }))).toBeNull();
  });
});
