import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/list-audit.ts';
import { createToken } from '#lib/auth/tokens/create-token.ts';
import { listTokens } from '#lib/auth/tokens/list-tokens.ts';
import { revokeToken } from '#lib/auth/tokens/revoke-token.ts';
import { changeUser } from '#lib/auth/users/change-user.ts';
import { createUser } from '#lib/auth/users/create-user.ts';
import { listUsers } from '#lib/auth/users/list-users.ts';
import { changeOwnPassword, resetPassword } from '#lib/auth/users/set-password.ts';
import type { Principal } from '#lib/model/identity.ts';
import { cookiesOf, startIdentityServer, type IdentityServer } from './identity-server.ts';

const password = 'correct horse battery';
const root: Principal = { kind: 'token', id: 'test', name: 'test', scopes: ['admin'] };
const page = { limit: 100 };

let server: IdentityServer;
beforeAll(async () => {
  server = await startIdentityServer();
});
beforeEach(() => server.reset());
afterAll(() => server.stop());

const signIn = (username: string, word = password, headers = {}) =>
  server.post('/api/auth/sign-in', { username, password: word }, headers);
const whoIsSignedIn = (cookie: string) => server.whoIs({ cookie });

describe('the first start', () => {
  it('offers one link, which makes the administrator, signs them in, and then is dead', async () => {
    expect(await server.auth.needsSetup()).toBe(true);
    const token = await server.auth.setupToken();
    const input = { token, username: 'Ada', password };
    const wrong = await server.post('/api/auth/setup', { ...input, token: 'guess' });
    expect(wrong.status).toBe(403);
    const short = await server.post('/api/auth/setup', { ...input, password: 'short' });
    expect(await short.text()).toMatch(/password: must have at least 12 characters/);

    const made = await server.post('/api/auth/setup', input);
    expect(made.status).toBe(204);
    expect(made.headers.getSetCookie()[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const principal = await whoIsSignedIn(cookiesOf(made));
    expect(principal).toMatchObject({ kind: 'user', name: 'ada', role: 'admin' });

    const again = await server.post('/api/auth/setup', { ...input, username: 'eve' });
    expect(again.status).toBe(403);
    expect(await server.auth.needsSetup()).toBe(false);
    expect(await server.auth.setupToken()).toBeNull();
  });

  it('makes one administrator when the link is used twice at the same moment', async () => {
    const token = await server.auth.setupToken();
    const answers = await Promise.all(
      ['ada', 'eve'].map((username) =>
        server.post('/api/auth/setup', { token, username, password }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect((await listUsers(server, root, page)).items).toHaveLength(1);
  });

  it('has another link after a restart', async () => {
    const before = await server.auth.setupToken();
    await server.restart();
    expect(await server.auth.setupToken()).not.toBe(before);
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await createUser(server, root, { username: 'ada', password, role: 'admin' });
  });

  it('outlives a restart and ends with sign-out', async () => {
    const cookie = cookiesOf(await signIn('ADA'));
    await server.restart();
    expect(await whoIsSignedIn(cookie)).toMatchObject({ name: 'ada' });
    expect((await server.post('/api/auth/sign-out', {}, { cookie })).status).toBe(204);
    expect(await whoIsSignedIn(cookie)).toBeNull();
  });

  it('is not made by a wrong password, and the answer does not tell who exists', async () => {
    const known = await signIn('ada', 'wrong password');
    const unknown = await signIn('nobody', 'wrong password');
    expect([known.status, unknown.status]).toEqual([401, 401]);
    expect(await known.text()).toBe(await unknown.text());
    expect(known.headers.getSetCookie()).toEqual([]);
  });

  it('takes only so many attempts, whatever address the client claims to have', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const claimed = `10.0.0.${attempt}`;
      const headers = { 'x-forwarded-for': claimed, 'x-isotherm-client-address': claimed };
      expect((await signIn('ada', 'wrong password', headers)).status).toBe(401);
    }
    const refused = await signIn('ada');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('60');
    server.clock.nowMs += 60_000;
    expect((await signIn('ada')).status).toBe(204);
  });

  it('cannot be forged or borrowed', async () => {
    const cookie = cookiesOf(await signIn('ada'));
    expect(await whoIsSignedIn(cookie.replace(/.(?=%3D|$)/, 'x'))).toBeNull();
    expect(await server.whoIs({ cookie, authorization: 'Bearer wrong' })).toBeNull();
  });

  it('is Secure where people come by https', async () => {
    await server.restart({ publicUrl: 'https://isotherm.example' });
    const response = await signIn('ada', password, { origin: 'https://isotherm.example' });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-isotherm.*; Secure/);
    expect(await whoIsSignedIn(cookiesOf(response))).toMatchObject({ name: 'ada' });
  });

  it('ends at once for somebody who is disabled, and they cannot come back', async () => {
    const eve = await createUser(server, root, { username: 'eve', password, role: 'viewer' });
    const cookie = cookiesOf(await signIn('eve'));
    await changeUser(server, root, eve.id, { disabled: true });
    expect(await whoIsSignedIn(cookie)).toBeNull();
    const refused = await signIn('eve');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ error: 'sign in: this account is disabled' });
    await changeUser(server, root, eve.id, { disabled: false });
    expect((await signIn('eve')).status).toBe(204);
  });

  it('has the role of this moment', async () => {
    const eve = await createUser(server, root, { username: 'eve', password, role: 'viewer' });
    const cookie = cookiesOf(await signIn('eve'));
    await changeUser(server, root, eve.id, { role: 'operator' });
    expect(await whoIsSignedIn(cookie)).toMatchObject({ role: 'operator' });
  });

  it('ends when the password is changed', async () => {
    const cookie = cookiesOf(await signIn('ada'));
    const ada = await whoIsSignedIn(cookie);
    if (!ada) throw new Error('ada is not signed in');
    const other = 'another good password';
    await expect(changeOwnPassword(server, ada, 'wrong', other)).rejects.toThrow(
      /current password is wrong/,
    );
    await changeOwnPassword(server, ada, password, other);
    expect(await whoIsSignedIn(cookie)).toBeNull();
    expect((await signIn('ada')).status).toBe(401);
    expect((await signIn('ada', other)).status).toBe(204);
  });
});

describe('the sign-in endpoint', () => {
  it.each([
    '/api/auth/sign-up/email',
    '/api/auth/sign-in/username',
    '/api/auth/update-user',
    '/api/auth/get-session',
    '/api/auth/admin/create-user',
    '/api/auth/constructor',
  ])('has nothing at %s', async (path) => {
    expect((await server.post(path, {})).status).toBe(404);
  });

  it('refuses another site, other types than JSON, and large bodies', async () => {
    const foreign = await signIn('ada', password, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const form = await signIn('ada', password, { 'content-type': 'text/plain' });
    expect(await form.json()).toEqual({
      error: 'read body: the content type must be application/json',
    });
    expect((await signIn('ada', 'x'.repeat(20_000))).status).toBe(413);
    expect((await fetch(`${server.url}/api/auth/sign-in`)).status).toBe(405);
  });
});

describe('users', () => {
  it('are made and changed by administrators only', async () => {
    const operator: Principal = { kind: 'user', id: 'o', name: 'olga', role: 'operator' };
    const input = { username: 'eve', password, role: 'admin' } as const;
    const attempt = createUser(server, operator, input);
    await expect(attempt).rejects.toThrow('create user: olga lacks the role admin');
  });

  it('have names of their own', async () => {
    await createUser(server, root, { username: 'eve', password, role: 'viewer' });
    const again = createUser(server, root, { username: 'eve', password, role: 'viewer' });
    await expect(again).rejects.toThrow('create user: the name eve is taken');
  });

  it('never lose their last administrator', async () => {
    const ada = await createUser(server, root, { username: 'ada', password, role: 'admin' });
    for (const change of [{ role: 'viewer' as const }, { disabled: true }]) {
      await expect(changeUser(server, root, ada.id, change)).rejects.toThrow(/last administrator/);
    }
    await createUser(server, root, { username: 'bob', password, role: 'admin' });
    await changeUser(server, root, ada.id, { role: 'viewer' });
  });
});

describe('a token', () => {
  const make = (scopes: ('write' | 'read')[], expiresInDays: number | null = null) =>
    createToken(
      server,
      root,
      { name: 'agent', scopes, expiresInDays, host: null },
      server.clock.nowMs,
    );

  it('is accepted in every way that InfluxDB clients send one', async () => {
    const { secret, token } = await make(['write']);
    const expected = { kind: 'token', id: token.id, name: 'agent', scopes: ['write'] };
    const basic = Buffer.from(`anyone:${secret}`).toString('base64');
    for (const authorization of [`Bearer ${secret}`, `Token ${secret}`, `Basic ${basic}`]) {
      expect(await server.whoIs({ authorization })).toEqual(expected);
    }
    expect(await server.whoIs({}, `/write?u=x&p=${secret}`)).toEqual(expected);
    expect(await server.whoIs({}, `/api/v1/latest?u=x&p=${secret}`)).toBeNull();
    expect(await server.whoIs({ authorization: 'Bearer iso_unknown' })).toBeNull();
  });

  it('stops at its date', async () => {
    const { secret } = await make(['read'], 1);
    const authorization = `Bearer ${secret}`;
    expect(await server.whoIs({ authorization })).not.toBeNull();
    server.clock.nowMs += 86_400_000;
    expect(await server.whoIs({ authorization })).toBeNull();
  });

  it('stops at once when it is revoked', async () => {
    const { secret, token } = await make(['write']);
    const authorization = `Bearer ${secret}`;
    expect(await server.whoIs({ authorization })).not.toBeNull();
    await revokeToken(server, root, token.id, server.clock.nowMs);
    expect(await server.whoIs({ authorization })).toBeNull();
  });

  it('is asked of the database once in ten seconds, and its use is noted once a minute', async () => {
    const { secret, token } = await make(['write']);
    const authorization = `Bearer ${secret}`;
    const where = { id: token.id };
    const firstUse = server.clock.nowMs;
    await server.whoIs({ authorization });
    await server.database.prisma.accessToken.updateMany({ where, data: { name: 'renamed' } });
    server.clock.nowMs += 9_000;
    expect(await server.whoIs({ authorization })).toMatchObject({ name: 'agent' });
    server.clock.nowMs += 2_000;
    expect(await server.whoIs({ authorization })).toMatchObject({ name: 'renamed' });
    await server.auth.close();
    const { items } = await listTokens(server, root, page);
    expect(items).toMatchObject([{ lastUsedAtMs: firstUse }]);

    server.clock.nowMs += 60_000;
    await server.whoIs({ authorization });
    await server.auth.close();
    const later = await listTokens(server, root, page);
    expect(later.items).toMatchObject([{ lastUsedAtMs: server.clock.nowMs }]);
  });

  it('may be fixed by the environment', async () => {
    const adminToken = 'a fixed token of automation';
    await server.restart({ adminToken, agentToken: 'another-fixed-token' });
    const basic = Buffer.from(`x:${adminToken}`).toString('base64');
    const principal = await server.whoIs({ authorization: `Basic ${basic}` });
    expect(principal).toMatchObject({ scopes: ['admin', 'write'] });
    const agent = await server.whoIs({ authorization: 'Bearer another-fixed-token' });
    expect(agent).toMatchObject({ scopes: ['write'] });
  });
});

describe('the audit log', () => {
  it('says who changed what and holds no secret', async () => {
    const ada = await createUser(server, root, { username: 'ada', password, role: 'admin' });
    await resetPassword(server, root, ada.id, 'another good password');
    const { secret, token } = await createToken(
      server,
      root,
      { name: 'agent', scopes: ['write'], expiresInDays: 7, host: null },
      server.clock.nowMs,
    );
    await revokeToken(server, root, token.id, server.clock.nowMs);
    const { items } = await listAudit(server, root, { limit: 4 });
    expect(items.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'token.revoke agent',
      'token.create agent',
      'user.reset-password ada',
      'user.create ada',
    ]);
    const text = JSON.stringify(items);
    for (const word of [password, 'another good password', secret])
      expect(text).not.toContain(word);
  });

  it('is paged, newest first', async () => {
    for (const username of ['ada', 'bob', 'eve'])
      await createUser(server, root, { username, password, role: 'viewer' });
    const first = await listAudit(server, root, { limit: 2 });
    expect(first.items.map((entry) => entry.subject)).toEqual(['eve', 'bob']);
    const rest = await listAudit(server, root, { limit: 1000, after: first.next ?? '' });
    expect(rest.items[0]).toMatchObject({ subject: 'ada', actor: { name: 'test' } });
    expect(rest.next).toBeNull();
  });
});
