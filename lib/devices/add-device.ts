import { randomUUID } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import type { Queries } from '#lib/db/database.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { DeviceInput, PolledDevice } from '#lib/model/polled-device.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { mostTargets } from '#lib/wire/device-messages.ts';
import { checkSpace } from './check-space.ts';
import { accessOf, deviceOf } from './device-row.ts';

const mostDevices = 10_000;

/**
 * Puts a device on the list of those that an agent polls, and tells that agent.
 *
 * @throws Refusal below operator, when the name is taken, or when there is no room for it
 */
export async function addDevice(
  { database, vault, assignments }: Pick<Services, 'database' | 'vault' | 'assignments'>,
  principal: Principal,
  { credentials, ...input }: DeviceInput,
): Promise<PolledDevice> {
  const what = `add device ${input.name}`;
  requireRole(principal, 'operator', what);
  const id = randomUUID();
  const access = accessOf(credentials);
  const data = { id, ...input, access, ...vault.seal(id, credentials) };
  const row = await database.prisma
    .$transaction(async (tx) => {
      await checkCounts(tx, what, input.polledBy);
      await checkSpace(tx, what, input.name, input);
      const added = await tx.device.create({ data });
      await recordAudit(tx, principal, 'device.add', input.name, { ...input, credentials: access });
      return added;
    })
    .catch((error: unknown) => rethrowTaken(error, what));
  await assignments.send(input.polledBy);
  return deviceOf(row, vault);
}

/** @throws Refusal when there are as many devices as there can be, in all or for one agent. */
export async function checkCounts(queries: Queries, what: string, host: string): Promise<void> {
  if ((await queries.device.count()) >= mostDevices) {
    throw new Refusal('too-many', `${what}: there are ${mostDevices}, the most there can be`);
  }
  if ((await queries.device.count({ where: { polledBy: host } })) >= mostTargets) {
    const fact = `${host} polls ${mostTargets}, the most one agent can have`;
    throw new Refusal('too-many', `${what}: ${fact}`);
  }
}

export function rethrowTaken(error: unknown, what: string): never {
  if (!isUniqueViolation(error)) throw error;
  throw new Refusal('conflict', `${what}: there is a device of that name already`);
}
