import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Database } from '#lib/db/database.ts';

export interface AuditEntry {
  readonly id: string;
  readonly atMs: number;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

/** The audit log, newest first. */
export async function listAudit(database: Database, query: PageQuery): Promise<Page<AuditEntry>> {
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
