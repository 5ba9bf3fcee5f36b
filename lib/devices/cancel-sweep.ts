import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import type { Sweep } from './sweep.ts';
import { missingSweep } from './sweep-view.ts';

/** Cancelling one that has ended changes nothing. @throws Refusal below operator or without it. */
export async function cancelSweep(
  { database, probes }: Pick<Services, 'database' | 'probes'>,
  principal: Principal,
  id: string,
): Promise<Sweep> {
  requireRole(principal, 'operator', 'cancel sweep');
  const sweep = probes.cancelSweep(id);
  if (!sweep) throw missingSweep('cancel');
  await recordAudit(database.prisma, principal, 'device.sweep-cancel', sweep.host, { sweep: id });
  return sweep;
}
