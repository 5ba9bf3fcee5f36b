import type { CredentialVault } from './credential-vault.ts';
import type { Device } from '#lib/db/generated/client.ts';
import {
  deviceAccessSchema,
  type DeviceAccess,
  type PolledDevice,
} from '#lib/model/polled-device.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';

/** What people and the API see of a row: everything but the secret. */
export function deviceOf(
  row: Omit<Device, 'sealed'>,
  vault: Pick<CredentialVault, 'problemOf'>,
): PolledDevice {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    port: row.port,
    intervalSeconds: row.intervalSeconds,
    profile: row.profile,
    polledBy: row.polledBy,
    feed: row.feed,
    rackId: row.rackId,
    positionU: row.positionU,
    heightU: row.heightU,
    credentials: deviceAccessSchema.parse(row.access),
    problem: vault.problemOf(row),
    createdAtMs: row.createdAt.getTime(),
    updatedAtMs: row.updatedAt.getTime(),
  };
}

/** What may be shown of credentials. */
export function accessOf(credentials: SnmpCredentials): DeviceAccess {
  const isUser = credentials.version === '3';
  return {
    version: credentials.version,
    user: isUser ? credentials.user : null,
    auth: isUser ? (credentials.auth?.protocol ?? null) : null,
    privacy: isUser ? (credentials.privacy?.protocol ?? null) : null,
    set: true,
  };
}
