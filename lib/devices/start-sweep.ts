import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import type { Sweep } from './sweep.ts';
import type { SweepInput } from './sweep-view.ts';

/**
 * Lets an agent ask every address of some ranges what is there. Nothing is added by it.
 *
 * @throws Refusal below operator, or when the agent is not connected or sweeps already
 */
export async function startSweep(
  { database, probes }: Pick<Services, 'database' | 'probes'>,
  principal: Principal,
  { polledBy, ...request }: SweepInput,
): Promise<Sweep> {
  const what = `sweep from ${polledBy}`;
  requireRole(principal, 'operator', what);
  const sweep = await probes.startSweep(polledBy, request, principal.name);
  if (sweep === 'away')
    throw new Refusal('conflict', `${what}: its agent is not connected with a token of its own`);
  if (sweep === 'busy') throw new Refusal('conflict', `${what}: its agent sweeps already`);
  const { ranges, ports, requestsPerSecond } = request;
  await recordAudit(database.prisma, principal, 'device.sweep', polledBy, {
    ...{ sweep: sweep.id, ranges, ports, requestsPerSecond },
  });
  return sweep;
}
