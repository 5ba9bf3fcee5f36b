import { verifyPassword } from 'better-auth/crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Queries } from '#lib/db/database.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { hashPassword, passwordProvider } from './insert-user.ts';

/**
 * Gives somebody a new password and ends all their sessions.
 * @throws Refusal below admin.
 */
export async function resetPassword(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  userId: string,
  password: string,
): Promise<void> {
  requireRole(principal, 'admin', 'reset password');
  const passwordHash = await hashPassword(password);
  await database.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!user) throw new Refusal('not-found', 'reset password: there is no such user');
    await replacePassword(tx, userId, passwordHash);
    await recordAudit(tx, principal, 'user.reset-password', user.name);
  });
}

/**
 * Changes one's own password, which must be known, and ends all one's sessions.
 * @throws Refusal for a token, or when the current password is wrong.
 */
export async function changeOwnPassword(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  current: string,
  next: string,
): Promise<void> {
  if (principal.kind !== 'user')
    throw new Refusal('forbidden', 'change password: a token has no password');
  const where = { userId: principal.id, providerId: passwordProvider };
  const account = await database.prisma.account.findFirst({ where });
  if (!account?.password || !(await verifyPassword({ hash: account.password, password: current })))
    throw new Refusal('forbidden', 'change password: the current password is wrong');
  const passwordHash = await hashPassword(next);
  await database.prisma.$transaction(async (tx) => {
    await replacePassword(tx, principal.id, passwordHash);
    await recordAudit(tx, principal, 'user.change-password', principal.name);
  });
}

async function replacePassword(queries: Queries, userId: string, password: string): Promise<void> {
  const where = { userId, providerId: passwordProvider };
  await queries.account.updateMany({ where, data: { password } });
  await queries.session.deleteMany({ where: { userId } });
}
