import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Receiver, ReceiverInput } from '#lib/model/receiver.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { receiverFromRow } from './receiver-row.ts';

const maxReceivers = 50;

/** @throws Refusal when the name is taken or there are too many. */
export async function createReceiver(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  input: ReceiverInput,
): Promise<Receiver> {
  requireRole(principal, 'operator', `create receiver ${input.name}`);
  const row = await database.prisma
    .$transaction(async (queries) => {
      if ((await queries.receiver.count()) >= maxReceivers) {
        throw new Refusal('too-many', `create receiver: there are ${maxReceivers} already`);
      }
      const created = await queries.receiver.create({ data: input });
      const { origin } = receiverFromRow(created, 0);
      await recordAudit(queries, principal, 'receiver.create', input.name, { origin });
      return created;
    })
    .catch((error: unknown) => rethrowTakenName(error, input.name));
  await alerts.reload();
  return receiverFromRow(row, 0);
}

export function rethrowTakenName(error: unknown, name: string): never {
  if (!isUniqueViolation(error)) throw error;
  throw new Refusal('conflict', `save receiver ${name}: another receiver has this name`);
}
