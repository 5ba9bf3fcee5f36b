import { describe, expect, it } from 'vitest';
import { requestSecrets } from './request-secrets.ts';

describe('requestSecrets', () => {
  it.each([
    ['Bearer abc', ['abc']],
    ['Token abc', ['abc']],
    ['token  abc', ['abc']],
    ['Token user:abc', ['user:abc', 'abc']],
    [`Basic ${Buffer.from('user:a:b').toString('base64')}`, ['a:b']],
    [`Basic ${Buffer.from('no colon').toString('base64')}`, []],
    ['Digest abc', []],
    ['Bearer', []],
    ['', []],
  ])('reads the header %j', (authorization, secrets) => {
    expect(requestSecrets({ headers: { authorization }, url: '/write?p=other' })).toEqual(secrets);
  });

  it.each([
    ['/write?db=x&u=me&p=a%20b', ['a b']],
    ['/write?u=me&p=', []],
    ['/write', []],
    ['/api/v1/latest?p=abc', []],
    ['//', []],
  ])('reads the address %j', (url, secrets) => {
    expect(requestSecrets({ headers: {}, url })).toEqual(secrets);
  });
});
