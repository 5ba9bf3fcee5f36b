import { recordAudit, type AuditDetail } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { DeviceChange, PolledDevice } from '#lib/model/polled-device.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { checkCounts, rethrowTaken } from './add-device.ts';
import { checkSpace } from './check-space.ts';
import { accessOf, deviceOf } from './device-row.ts';

/**
 * Changes what is named and leaves the rest, and tells the agents concerned. A renamed device
 * begins new series: those under the old name stay as they are.
 *
 * @throws Refusal below operator, without such a device, or when the change does not fit
 */
export async function updateDevice(
  { database, vault, assignments }: Pick<Services, 'database' | 'vault' | 'assignments'>,
  principal: Principal,
  id: string,
  { credentials, ...given }: DeviceChange,
): Promise<PolledDevice> {
  requireRole(principal, 'operator', 'change device');
  const change = whatIsGiven(given);
  const secret = credentials && {
    access: accessOf(credentials),
    ...vault.seal(id, credentials),
  };
  const { before, after } = await database.prisma
    .$transaction(async (tx) => {
      const old = await tx.device.findUnique({ where: { id } });
      if (!old) throw missingDevice('change');
      const what = `change device ${old.name}`;
      if (change.polledBy !== undefined && change.polledBy !== old.polledBy) {
        await checkCounts(tx, what, change.polledBy);
      }
      await checkSpace(tx, what, old.name, { ...old, ...change });
      const row = await tx.device.update({ where: { id }, data: { ...change, ...secret } });
      const detail: AuditDetail = { ...change, ...(secret && { credentials: secret.access }) };
      await recordAudit(tx, principal, 'device.update', old.name, detail);
      return { before: old, after: row };
    })
    .catch((error: unknown) => rethrowTaken(error, `change device ${change.name ?? id}`));
  const hosts = new Set([before.polledBy, after.polledBy]);
  await Promise.all([...hosts].map((host) => assignments.send(host)));
  return deviceOf(after, vault);
}

type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Only undefined values are left out, so what remains has the types it had without them. */
function whatIsGiven<T extends object>(given: T): Given<T> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}

export function missingDevice(verb: string): Refusal {
  return new Refusal('not-found', `${verb} device: there is no such device`);
}
