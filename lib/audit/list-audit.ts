import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import type { AuditEntry } from './audit-entry.ts';

/** The audit log, newest first. @throws Refusal below admin. */
export async function listAudit(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  query: PageQuery,
): Promise<Page<AuditEntry>> {
  requireRole(principal, 'admin', 'read the audit log');
  const rows = await database.prisma.auditEntry.findMany({
    where: query.after === undefined ? {} : { id: { lt: readCursor(query.after) } },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  });
  const entries = rows.map((row) => ({
    id: String(row.id),
    atMs: row.at.getTime(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    subject: row.subject,
    detail: row.detail,
  }));
  return pageOf(entries, query.limit, (entry) => entry.id);
}

/** A cursor that no page gave out is past the end. */
function readCursor(after: string): bigint {
  return /^\d{1,18}$/.test(after) ? BigInt(after) : 0n;
}
