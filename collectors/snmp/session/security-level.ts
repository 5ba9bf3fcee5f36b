import { AuthProtocols, PrivProtocols, SecurityLevel, type User } from 'net-snmp';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';

type UserCredentials = Extract<SnmpCredentials, { version: '3' }>;

/** A user as net-snmp wants it: the level follows from what the user has. */
export function securityUser({ user, auth, privacy }: UserCredentials): User {
  if (auth === undefined) return { name: user, level: SecurityLevel.noAuthNoPriv };
  const authenticated = {
    name: user,
    level: SecurityLevel.authNoPriv,
    authProtocol: AuthProtocols[auth.protocol],
    authKey: auth.passphrase,
  };
  if (privacy === undefined) return authenticated;
  return {
    ...authenticated,
    level: SecurityLevel.authPriv,
    privProtocol: PrivProtocols[privacy.protocol],
    privKey: privacy.passphrase,
  };
}

export function levelName({ auth, privacy }: UserCredentials): string {
  if (auth === undefined) return 'without authentication';
  return privacy === undefined
    ? 'with authentication and no privacy'
    : 'with authentication and privacy';
}
