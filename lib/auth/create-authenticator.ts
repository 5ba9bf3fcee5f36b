import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Config } from '#lib/config/config.ts';
import { publicAddress } from '#lib/config/public-address.ts';
import type { Database } from '#lib/db/database.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Log } from '#lib/services.ts';
import { createAuthEndpoint } from './auth-endpoint.ts';
import type { Authenticator } from './authenticator.ts';
import { requestSecrets } from './request-secrets.ts';
import { readServerSecret } from './server-secret.ts';
import { createSessions } from './sessions.ts';
import { createSetup } from './setup.ts';
import { createHostBinding } from './tokens/host-binding.ts';
import { createTokenCheck, type FixedToken } from './token-check.ts';

export interface AuthenticatorOptions {
  readonly database: Database;
  readonly config: Pick<
    Config,
    'publicUrl' | 'host' | 'port' | 'adminToken' | 'agentToken' | 'agentHost' | 'bus'
  >;
  readonly clock: () => number;
  readonly log: Log;
}

/** Sessions of people, tokens of programs, and the link that makes the first administrator. */
export async function createAuthenticator(options: AuthenticatorOptions): Promise<Authenticator> {
  const { database, config, clock, log } = options;
  const publicUrl = publicAddress(config);
  const secret = await readServerSecret(database);
  const sessions = createSessions({ database, secret, publicUrl, clock, log });
  const tokens = createTokenCheck({ database, fixed: fixedTokens(config), clock, log });
  const setup = createSetup(database, config.bus ? sharedLink(secret) : ownLink());

  async function findToken(secrets: readonly string[]): Promise<Principal | null> {
    for (const candidate of secrets) {
      const principal = await tokens.find(candidate);
      if (principal) return principal;
    }
    return null;
  }

  return {
    // A token that is wrong is not made right by a cookie beside it.
    authenticate: async (request) => {
      const secrets = requestSecrets(request);
      const offersToken = secrets.length > 0 || request.headers.authorization !== undefined;
      return offersToken ? findToken(secrets) : sessions.find(cookieOf(request));
    },
    handle: createAuthEndpoint({ sessions, setup, publicUrl }),
    needsSetup: () => setup.isNeeded(),
    setupToken: () => setup.token(),
    isOwnToken: createHostBinding(database, fixedHosts(config)).isOwn,
    forgetToken: (id) => tokens.forget(id),
    close: () => tokens.settle(),
  };
}

function ownLink(): string {
  return randomBytes(24).toString('base64url');
}

/** Whoever follows the link of one server may be led to another. */
function sharedLink(secret: string): string {
  return createHmac('sha256', secret).update('isotherm set-up link').digest('base64url');
}

function cookieOf(request: IncomingMessage): Headers {
  const { cookie } = request.headers;
  return new Headers(cookie === undefined ? {} : { cookie });
}

const agentTokenName = 'ISOTHERM_AGENT_TOKEN';

function fixedHosts({ agentHost }: AuthenticatorOptions['config']): ReadonlyMap<string, string> {
  return new Map(agentHost === null ? [] : [[agentTokenName, agentHost]]);
}

function fixedTokens(config: AuthenticatorOptions['config']): FixedToken[] {
  const admin = { name: 'ISOTHERM_ADMIN_TOKEN', scopes: ['admin', 'write'] } as const;
  const agent = { name: agentTokenName, scopes: ['write'] } as const;
  return [...fixedToken(config.adminToken, admin), ...fixedToken(config.agentToken, agent)];
}

function fixedToken(
  secret: string | null,
  { name, scopes }: Pick<FixedToken['principal'], 'name' | 'scopes'>,
): FixedToken[] {
  return secret === null ? [] : [{ secret, principal: { kind: 'token', id: name, name, scopes } }];
}
