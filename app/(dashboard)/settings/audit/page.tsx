import type { Metadata } from 'next';
import Link from 'next/link';
import type { AuditEntry } from '#lib/audit/audit-entry.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { getServices } from '#lib/services.ts';
import { AuditTable, type AuditRow } from '#components/settings/audit-table.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../../current-principal.ts';
import { requireAdministrator } from '../require-administrator.ts';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<{ after?: string | string[] }>;
}) {
  const { after } = await searchParams;
  const principal = requireAdministrator(await currentPrincipal());
  const cursor = typeof after === 'string' ? { after } : {};
  const page = await listAudit(getServices(), principal, { limit: 200, ...cursor });
  const older = page.next !== null && (
    <Link href={`?after=${page.next}`} className={buttonClass('quiet', 'small')}>
      Older
    </Link>
  );
  return (
    <Panel
      title="Audit log"
      note="Every change, newest first; nothing is ever removed"
      actions={older}
      flush
    >
      <AuditTable rows={page.items.map(auditRow)} />
    </Panel>
  );
}

function auditRow({ id, atMs, actor, action, subject, detail }: AuditEntry): AuditRow {
  const by = actor.kind === 'token' ? `${actor.name} (token)` : actor.name;
  return { id, atMs, actor: by, action, subject, detail: describeDetail(detail) };
}

function describeDetail(detail: unknown): string {
  return Object.entries(detail ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
