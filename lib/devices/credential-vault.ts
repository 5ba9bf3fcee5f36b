import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { snmpCredentialsSchema, type SnmpCredentials } from '#lib/model/snmp-target.ts';
import type { SecretKey, SecretKeys } from './secret-key.ts';

/** Credentials as the database has them. */
export interface Sealed {
  readonly sealed: string;
  readonly keyId: string;
}

/** A row with its credentials; the name is for sentences. */
export interface SealedRow extends Sealed {
  readonly id: string;
  readonly name: string;
}

export type Opened =
  | { readonly kind: 'open'; readonly credentials: SnmpCredentials }
  | { readonly kind: 'shut'; readonly problem: string };

/** Seals credentials of devices and opens them again: AES-256-GCM, bound to the device's id. */
export interface CredentialVault {
  /** Name of the key that seals now. */
  readonly keyId: string;
  seal(deviceId: string, credentials: SnmpCredentials): Sealed;
  open(row: SealedRow): Opened;
  /** Why credentials cannot be read, without trying to; null where the key is there. */
  problemOf(row: Pick<SealedRow, 'name' | 'keyId'>): string | null;
}

const nonceBytes = 12;
const tagBytes = 16;

export function createCredentialVault({ current, old }: SecretKeys): CredentialVault {
  const keyOf = (id: string) => [current, old].find((key) => key?.id === id) ?? null;
  const missing = (name: string, keyId: string) =>
    `read the credentials of ${name}: they were sealed with key ${keyId}, but this server has key ` +
    `${current.id}; start it with the right ISOTHERM_SECRET_KEY or give the device its credentials again`;
  return {
    keyId: current.id,
    seal: (deviceId, credentials) => ({
      sealed: seal(current, deviceId, JSON.stringify(credentials)),
      keyId: current.id,
    }),
    problemOf: ({ name, keyId }) => (keyOf(keyId) === null ? missing(name, keyId) : null),
    open({ id, name, sealed, keyId }) {
      const key = keyOf(keyId);
      if (key === null) return { kind: 'shut', problem: missing(name, keyId) };
      const text = unseal(key, id, sealed);
      if (text === null) {
        const problem = `read the credentials of ${name}: they have been changed since they were sealed; give them again`;
        return { kind: 'shut', problem };
      }
      return { kind: 'open', credentials: snmpCredentialsSchema.parse(JSON.parse(text)) };
    },
  };
}

function seal(key: SecretKey, deviceId: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(deviceId));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Null when it is not what was sealed for that device. */
function unseal(key: SecretKey, deviceId: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64');
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  if (tag.length < tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(deviceId))
    .setAuthTag(tag);
  try {
    const body = bytes.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
