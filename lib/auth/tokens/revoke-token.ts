import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { AccessToken, Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { readToken } from './read-token.ts';

/**
 * A token stops working at once and for good; revoking it twice changes nothing.
 * @throws Refusal below admin.
 */
export async function revokeToken(
  { database, auth }: Pick<Services, 'database' | 'auth'>,
  principal: Principal,
  id: string,
  nowMs: number,
): Promise<AccessToken> {
  requireRole(principal, 'admin', 'revoke token');
  const row = await database.prisma.$transaction(async (tx) => {
    const token = await tx.accessToken.findUnique({ where: { id } });
    if (!token) throw new Refusal('not-found', 'revoke token: there is no such token');
    if (token.revokedAt !== null) return token;
    await tx.tokenHost.deleteMany({ where: { tokenId: id } });
    await recordAudit(tx, principal, 'token.revoke', token.name, { prefix: token.prefix });
    return tx.accessToken.update({ where: { id }, data: { revokedAt: new Date(nowMs) } });
  });
  auth.forgetToken(id);
  return readToken(row, null);
}
