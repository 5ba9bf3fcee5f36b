import type { DeviceAccess } from '#lib/model/polled-device.ts';

/** All that is told of stored credentials: `v3, monitor, SHA256, AES`. */
export function accessText({ version, user, auth, privacy }: DeviceAccess): string {
  const parts = [`v${version}`, user, auth?.toUpperCase(), privacy?.toUpperCase()];
  return parts.filter((part) => typeof part === 'string').join(', ');
}
