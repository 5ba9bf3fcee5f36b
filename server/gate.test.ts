import { describe, expect, it } from 'vitest';
import type { Principal } from '#lib/model/identity.ts';
import { judge, type Visit } from './gate.ts';

const viewer: Principal = { kind: 'user', id: 'u', name: 'v', role: 'viewer' };
const agent: Principal = { kind: 'token', id: 't', name: 'a', scopes: ['write'] };
const reader: Principal = { kind: 'token', id: 't', name: 'r', scopes: ['read'] };

function visit(changes: Partial<Visit>): Visit {
  return {
    method: 'GET',
    path: '/overview',
    principal: null,
    origin: null,
    ownOrigins: ['http://127.0.0.1:3000'],
    ...changes,
  };
}

describe('judge', () => {
  it('sends a stranger who opens a page to the sign-in page, and back afterwards', () => {
    expect(judge(visit({ path: '/racks/R 1' }))).toEqual({
      kind: 'sign-in',
      location: '/sign-in?next=%2Fracks%2FR%201',
    });
  });

  it.each(['/api/v1/latest', '/metrics', '/api/anything'])('refuses a stranger at %s', (path) => {
    expect(judge(visit({ path }))).toMatchObject({ kind: 'refuse', status: 401 });
  });

  it('lets anyone see the sign-in page and its scripts', () => {
    expect(judge(visit({ path: '/sign-in' })).kind).toBe('allow');
    expect(judge(visit({ path: '/_next/static/chunks/a.js' })).kind).toBe('allow');
  });

  it('does not let the public list be widened by a prefix', () => {
    expect(judge(visit({ path: '/sign-in/../api/v1/users' })).kind).not.toBe('allow');
    expect(judge(visit({ path: '/setupx' })).kind).toBe('sign-in');
  });

  it('keeps write-only tokens out of everything that reads', () => {
    const path = '/api/v1/latest';
    expect(judge(visit({ principal: agent, path }))).toMatchObject({ status: 403 });
    expect(judge(visit({ principal: reader, path })).kind).toBe('allow');
  });

  it('refuses a change that a foreign page makes with somebody else’s cookie', () => {
    const change = { method: 'POST', path: '/api/v1/rules', principal: viewer };
    for (const origin of ['https://evil.example', 'null', null]) {
      expect(judge(visit({ ...change, origin }))).toMatchObject({ status: 403 });
    }
    expect(judge(visit({ ...change, origin: 'http://127.0.0.1:3000' })).kind).toBe('allow');
  });

  it('asks no origin of a program that sends a token', () => {
    const change = { method: 'POST', path: '/api/v1/rules', principal: reader };
    expect(judge(visit(change)).kind).toBe('allow');
  });
});
