import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Queries } from '#lib/db/database.ts';
import type { Principal, User, UserChange } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { readUser } from './insert-user.ts';

/**
 * Changes what somebody may do. It holds from their next request on; disabling ends their sessions.
 *
 * @throws Refusal below admin, or when nobody would be left to administer.
 */
export async function changeUser(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  id: string,
  change: UserChange,
): Promise<User> {
  requireRole(principal, 'admin', 'change user');
  return database.prisma.$transaction(async (tx) => {
    const administrators = await lockAdministrators(tx);
    const before = await tx.user.findUnique({ where: { id } });
    if (!before) throw new Refusal('not-found', 'change user: there is no such user');
    const role = change.role ?? before.role;
    const banned = change.disabled ?? before.banned;
    const isLast = administrators.length === 1 && administrators[0] === id;
    if (isLast && (role !== 'admin' || banned))
      throw new Refusal('conflict', `change user: ${before.name} is the last administrator`);
    const after = await tx.user.update({ where: { id }, data: { role, banned } });
    if (banned) await tx.session.deleteMany({ where: { userId: id } });
    await recordAudit(tx, principal, 'user.update', before.name, { role, disabled: banned });
    return readUser(after);
  });
}

/** Locked, so that two administrators cannot demote each other at the same time. */
async function lockAdministrators(queries: Queries): Promise<string[]> {
  const rows = await queries.$queryRaw<{ id: string }[]>`
    select id from "user" where role = 'admin' and not banned for update`;
  return rows.map((row) => row.id);
}
