import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal, User } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { readUser } from './insert-user.ts';

/** Everybody who can or could sign in, by name. */
export async function listUsers(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  query: PageQuery,
): Promise<Page<User>> {
  requireRole(principal, 'admin', 'list users');
  const rows = await database.prisma.user.findMany({
    where: query.after === undefined ? {} : { username: { gt: query.after } },
    orderBy: { username: 'asc' },
    take: query.limit + 1,
  });
  return pageOf(rows.map(readUser), query.limit, (user) => user.username);
}
