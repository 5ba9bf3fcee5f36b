import type { Prisma } from '#lib/db/generated/client.ts';
import type { Queries } from '#lib/db/database.ts';
import type { Principal } from '#lib/model/identity.ts';

/** What a change was about, as people will read it; never a password, a token or an address with one. */
export type AuditDetail = Readonly<Record<string, Prisma.InputJsonValue | null>>;

/**
 * Writes down who changed what. Pass the transaction of the change itself, so that neither exists
 * without the other.
 *
 * @param action thing and verb: `rack.create`
 * @param subject name of the thing that was changed
 */
export async function recordAudit(
  queries: Queries,
  principal: Principal,
  action: string,
  subject: string,
  detail: AuditDetail = {},
): Promise<void> {
  await queries.auditEntry.create({
    data: {
      actorKind: principal.kind,
      actorId: principal.id,
      actorName: principal.name,
      action,
      subject,
      detail,
    },
  });
}
