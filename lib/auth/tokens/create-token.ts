import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { hashSecret, makeTokenSecret, tokenPrefix } from '#lib/auth/token-secret.ts';
import type { NewToken, Principal, TokenInput } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { bindNewToken } from './host-binding.ts';
import { readToken } from './read-token.ts';

const dayMs = 86_400_000;

/** @throws Refusal below admin. */
export async function createToken(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  { name, scopes, expiresInDays, host }: TokenInput,
  nowMs: number,
): Promise<NewToken> {
  requireRole(principal, 'admin', 'create token');
  const secret = makeTokenSecret();
  const row = await database.prisma.$transaction(async (tx) => {
    const made = await tx.accessToken.create({
      data: {
        name,
        scopes: [...new Set(scopes)],
        prefix: tokenPrefix(secret),
        sha256: hashSecret(secret).toString('hex'),
        createdBy: principal.name,
        createdAt: new Date(nowMs),
        expiresAt: expiresInDays === null ? null : new Date(nowMs + expiresInDays * dayMs),
      },
    });
    if (host !== null) await bindNewToken(tx, made.id, host);
    const detail = { scopes: made.scopes, prefix: made.prefix, expiresInDays, host };
    await recordAudit(tx, principal, 'token.create', name, detail);
    return made;
  });
  return { token: readToken(row, host), secret };
}
