import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { AccessToken, Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { readToken } from './read-token.ts';

/** Tokens that were made, newest first, revoked ones too. */
export async function listTokens(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  query: PageQuery,
): Promise<Page<AccessToken>> {
  requireRole(principal, 'admin', 'list tokens');
  const rows = await database.prisma.accessToken.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    ...(query.after === undefined ? {} : { cursor: { id: query.after }, skip: 1 }),
  });
  const bound = await database.prisma.tokenHost.findMany({
    where: { tokenId: { in: rows.map(({ id }) => id) } },
  });
  const hosts = new Map(bound.map(({ tokenId, host }) => [tokenId, host]));
  const tokens = rows.map((row) => readToken(row, hosts.get(row.id) ?? null));
  return pageOf(tokens, query.limit, (token) => token.id);
}
