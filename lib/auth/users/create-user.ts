import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import type { Principal, User, UserInput } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { hashPassword, insertUser } from './insert-user.ts';

/** @throws Refusal below admin, or when the name is taken. */
export async function createUser(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  input: UserInput,
): Promise<User> {
  requireRole(principal, 'admin', 'create user');
  const { username, role } = input;
  const passwordHash = await hashPassword(input.password);
  try {
    return await database.prisma.$transaction(async (tx) => {
      const user = await insertUser(tx, { username, role, passwordHash });
      await recordAudit(tx, principal, 'user.create', username, { role });
      return user;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Refusal('conflict', `create user: the name ${username} is taken`);
  }
}
