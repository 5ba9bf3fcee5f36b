import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { username } from 'better-auth/plugins';
import type { Database } from '#lib/db/database.ts';
import { roleSchema, usernameSchema, type Principal } from '#lib/model/identity.ts';
import type { Log } from '#lib/services.ts';
import { createThrottle } from './throttle.ts';

export const authPath = '/api/auth';
/** Set by us from the socket on every request: a client's own X-Forwarded-For proves nothing. */
export const clientAddressHeader = 'x-isotherm-client-address';

const sessionSeconds = 14 * 86_400;
const signInLimit = { window: 60, max: 10 };

export interface SessionOptions {
  readonly database: Database;
  readonly secret: string;
  /** Address under which people reach the server; https makes cookies Secure. */
  readonly publicUrl: string;
  readonly clock: () => number;
  readonly log: Log;
}

export interface Sessions {
  /** Whose session cookie this is; null without one, or when it has ended or its user is disabled. */
  find(headers: Headers): Promise<Principal | null>;
  /** Sign-in, sign-out and session, as Web requests below `authPath`. */
  handle(request: Request): Promise<Response>;
}

/** Passwords and sessions by better-auth. Accounts are made and changed by our own verbs only. */
export function createSessions(options: SessionOptions): Sessions {
  const auth = configure(options);
  return {
    find: async (headers) => {
      if (!headers.has('cookie')) return null;
      const session = await auth.api.getSession({ headers });
      if (!session || session.user.banned) return null;
      const { id, name, role } = session.user;
      return { kind: 'user', id, name, role: roleSchema.parse(role) };
    },
    handle: (request) => auth.handler(request),
  };
}

function configure({ database, secret, publicUrl, clock, log }: SessionOptions) {
  return betterAuth({
    appName: 'Isotherm',
    secret,
    baseURL: publicUrl,
    basePath: authPath,
    database: prismaAdapter(database.prisma, { provider: 'postgresql' }),
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    session: { expiresIn: sessionSeconds, updateAge: 86_400 },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false, defaultValue: 'viewer' },
        banned: { type: 'boolean', required: true, input: false, defaultValue: false },
      },
    },
    trustedOrigins: (request) => [new URL(publicUrl).origin, hostOrigin(request)],
    rateLimit: {
      enabled: true,
      customStorage: createThrottle(clock),
      customRules: { '/sign-in/username': signInLimit },
    },
    advanced: {
      cookiePrefix: 'isotherm',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    databaseHooks: { session: { create: { before: refuseDisabled(database) } } },
    plugins: [username({ usernameValidator: (name) => usernameSchema.safeParse(name).success })],
    logger: {
      level: 'warn',
      log: (level, message) =>
        level === 'error'
          ? log.error({}, `sign-in: ${message}`)
          : log.warn({}, `sign-in: ${message}`),
    },
  });
}

/** People reach the server by several names (localhost, an address, a host name): all are its own. */
function hostOrigin(request: Request | undefined): string | null {
  return request ? new URL(request.url).origin : null;
}

function refuseDisabled({ prisma }: Database) {
  return async (session: { readonly userId: string }): Promise<void> => {
    const user = await prisma.user.findUnique({ where: { id: session.userId } });
    if (!user || user.banned) {
      throw new APIError('FORBIDDEN', {
        code: 'USER_DISABLED',
        message: 'this account is disabled',
      });
    }
  };
}
