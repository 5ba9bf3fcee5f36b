import { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Database } from '#lib/db/database.ts';
import { passwordSchema, usernameSchema } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import { isSameSecret } from './token-secret.ts';
import { hashPassword, insertUser } from './users/insert-user.ts';

export const setupInputSchema = z.strictObject({
  token: z.string().max(200),
  username: usernameSchema,
  password: passwordSchema,
});
export type SetupInput = z.infer<typeof setupInputSchema>;

/** The one-time link that makes the first administrator. */
export interface Setup {
  isNeeded(): Promise<boolean>;
  /** The link's secret; null once there is a user. */
  token(): Promise<string | null>;
  /** @throws Refusal when the link is wrong or was used. */
  complete(input: SetupInput): Promise<void>;
}

/** Serialises set-up between servers that share a database. */
const setupLock = 72_707_370;

/** @param secret of the link: for one server another at each start, for several the same */
export function createSetup(database: Database, secret: string): Setup {
  let isDone = false;

  async function isNeeded(): Promise<boolean> {
    isDone ||= (await database.prisma.user.count({ take: 1 })) > 0;
    return !isDone;
  }

  return {
    isNeeded,
    token: async () => ((await isNeeded()) ? secret : null),
    complete: async ({ token, username, password }) => {
      if (!isSameSecret(token, secret) || !(await isNeeded()))
        throw new Refusal('forbidden', 'set up: this link is not valid any more');
      const passwordHash = await hashPassword(password);
      await database.prisma.$transaction(async (tx) => {
        await tx.$queryRaw`select pg_advisory_xact_lock(${setupLock}::bigint)::text`;
        if ((await tx.user.count()) > 0)
          throw new Refusal('conflict', 'set up: somebody else has just done it');
        const { id } = await insertUser(tx, { username, role: 'admin', passwordHash });
        const principal = { kind: 'user', id, name: username, role: 'admin' } as const;
        await recordAudit(tx, principal, 'user.create', username, { role: 'admin', setup: true });
      });
      isDone = true;
    },
  };
}
