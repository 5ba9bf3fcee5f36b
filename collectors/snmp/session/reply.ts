import {
  RequestFailedError,
  ResponseInvalidCode,
  ResponseInvalidError,
  type Varbind,
} from 'net-snmp';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import type { Oid, SnmpProblem } from '../client.ts';
import { levelName } from './security-level.ts';

/** What became of one request. */
export type Reply =
  /** A list for each object asked for. */
  | { readonly kind: 'values'; readonly lists: readonly (readonly Varbind[])[] }
  /** The device answers with an error status, perhaps about one of the objects. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly name: string;
      readonly oid: Oid | null;
    }
  | { readonly kind: 'problem'; readonly problem: SnmpProblem; readonly fact: string };

/**
 * Reads an error of net-snmp. It is never passed on, not even as a cause: that of a wrong signature
 * carries the user with both passphrases.
 */
export function readError(error: unknown, credentials: SnmpCredentials): Reply {
  if (error instanceof RequestFailedError) {
    const { message, status } = error;
    const [name = '', oid = null] = typeof message === 'string' ? message.split(': ') : [];
    return { kind: 'status', status, name: name || 'a status of no standard', oid };
  }
  const network = networkFact(error);
  if (network !== undefined) return { kind: 'problem', problem: 'unreachable', fact: network };
  if (error instanceof ResponseInvalidError) return securityProblem(error, credentials);
  return unreadable;
}

const unreadable: Reply = {
  kind: 'problem',
  problem: 'malformed',
  fact: 'the answer cannot be read',
};

const networkFacts: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  EHOSTDOWN: 'the host is down',
  ENETDOWN: 'the network is down',
  EPERM: 'a firewall of this host forbids sending',
  EACCES: 'sending to this address is not allowed',
  EINVAL: 'cannot be sent to',
  ECONNREFUSED: 'nothing listens on the port',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name server does not answer',
};

export function networkFact(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string'
    ? (networkFacts[code] ?? `cannot be sent to (${code})`)
    : undefined;
}

/** What net-snmp makes of the Reports of RFC 3414, which it tells apart by its message only. */
function securityProblem(
  { code, message }: ResponseInvalidError,
  credentials: SnmpCredentials,
): Reply {
  if (code === ResponseInvalidCode.ENotInTimeWindow) return outsideTimeWindow;
  if (code !== ResponseInvalidCode.EAuthFailure || credentials.version !== '3') return unreadable;
  if (message === 'Not In Time Window') return outsideTimeWindow;
  return reportProblem(message, credentials) ?? unreadable;
}

const outsideTimeWindow: Reply = {
  kind: 'problem',
  problem: 'not-in-time-window',
  fact: "its clock and boot count do not agree with this session's",
};

function reportProblem(
  report: string,
  credentials: Extract<SnmpCredentials, { version: '3' }>,
): Reply | undefined {
  const { user } = credentials;
  if (report === 'Unknown User Name') {
    return { kind: 'problem', problem: 'unknown-user', fact: `does not know user ${user}` };
  }
  if (report.startsWith('Wrong Digest')) {
    const fact = `wrong authentication passphrase or protocol for user ${user}`;
    return { kind: 'problem', problem: 'wrong-key', fact };
  }
  if (report === 'Decryption Error') {
    return { kind: 'problem', problem: 'wrong-key', fact: wrongPrivacy(user) };
  }
  if (report === 'Unsupported Security Level') {
    const fact = `does not serve user ${user} ${levelName(credentials)}`;
    return { kind: 'problem', problem: 'refused', fact };
  }
  return undefined;
}

export const wrongPrivacy = (user: string): string =>
  `wrong privacy passphrase or protocol for user ${user}`;
