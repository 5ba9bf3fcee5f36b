import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Services } from '#lib/services.ts';
import { fingerprint } from '../fingerprint.ts';
import { groupAlerts, type NotifiedAlert } from '../group.ts';
import type { Deliver, DeliveryOutcome } from './delivery.ts';
import { missingReceiver } from './update-receiver.ts';

/**
 * Sends one alert that says it is a test and is over, and keeps the outcome on the receiver.
 * @throws Refusal when there is no such receiver.
 */
export async function tryReceiver(
  { database }: Pick<Services, 'database'>,
  principal: Principal,
  id: string,
  deliver: Deliver,
  nowMs: number,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  requireRole(principal, 'operator', `test receiver ${id}`);
  const receiver = await database.prisma.receiver.findUnique({ where: { id } });
  if (!receiver) throw missingReceiver(id);
  const outcome = await deliver(receiver, groupAlerts([testAlert(principal, nowMs)]), signal);
  const delivered = { lastDeliveredAt: new Date(nowMs), lastError: null };
  await database.prisma.$transaction(async (queries) => {
    await queries.receiver.update({
      where: { id },
      data: outcome.kind === 'delivered' ? delivered : { lastError: outcome.reason },
    });
    const detail = { id, outcome: outcome.kind };
    await recordAudit(queries, principal, 'receiver.test', receiver.name, detail);
  });
  return outcome;
}

/** Resolved from the start, so that it leaves nothing open where it arrives. */
function testAlert(principal: Principal, nowMs: number): NotifiedAlert {
  const labels = { alertname: 'Isotherm test', rule_id: 'test', severity: 'info' };
  const summary = `Test of this receiver, sent by ${principal.name}: nothing is wrong`;
  return {
    fingerprint: fingerprint('test', {}),
    labels,
    annotations: { summary },
    startsAtMs: nowMs,
    endsAtMs: nowMs,
  };
}
