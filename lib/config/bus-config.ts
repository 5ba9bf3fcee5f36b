import { z } from 'zod';

const file = z.string().min(1).max(4096).optional();

/** Servers of NATS with commas between them, as its own clients take them. */
const addresses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.url({ protocol: /^(nats|tls)$/, error: 'must be nats:// or tls:// addresses' })));

export const busEnvironment = {
  NATS_URL: addresses.optional(),
  /** A credentials file as `nsc` makes it, instead of a user and password in the address. */
  NATS_CREDENTIALS_FILE: file,
  NATS_CA_FILE: file,
  NATS_CERTIFICATE_FILE: file,
  NATS_KEY_FILE: file,
  /** First part of every subject: several installations can share one NATS. */
  NATS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be letters, digits, - and _')
    .default('isotherm'),
};

export interface BusConfig {
  /** With user and password, where they were given: never to be logged. */
  readonly addresses: readonly string[];
  readonly prefix: string;
  readonly credentialsFile: string | null;
  readonly caFile: string | null;
  readonly certificateFile: string | null;
  readonly keyFile: string | null;
}

type BusEnvironment = z.output<z.ZodObject<typeof busEnvironment>>;

/** Null for a server that is alone. */
export function busConfig(value: BusEnvironment): BusConfig | null {
  if (value.NATS_URL === undefined) return null;
  return {
    addresses: value.NATS_URL,
    prefix: value.NATS_PREFIX,
    credentialsFile: value.NATS_CREDENTIALS_FILE ?? null,
    caFile: value.NATS_CA_FILE ?? null,
    certificateFile: value.NATS_CERTIFICATE_FILE ?? null,
    keyFile: value.NATS_KEY_FILE ?? null,
  };
}

/**
 * What several servers must have in common and cannot while it lies in one server's folder; null
 * when nothing is missing.
 */
export function problemOfSeveral(
  bus: BusConfig | null,
  common: {
    readonly hasDatabase: boolean;
    readonly hasStore: boolean;
    readonly hasSecretKey: boolean;
  },
): string | null {
  if (bus === null) return null;
  const missing = [
    ...(common.hasDatabase ? [] : ['DATABASE_URL, as PGlite belongs to one server']),
    ...(common.hasStore
      ? []
      : ['INFLUX_URL or VICTORIAMETRICS_URL, as DuckDB belongs to one server']),
    ...(common.hasSecretKey ? [] : ['ISOTHERM_SECRET_KEY, as a key file belongs to one server']),
  ];
  return missing.length === 0 ? null : `NATS_URL: several servers also need ${missing.join('; ')}`;
}

/** Addresses without what they say of users. */
export function withoutCredentials(addresses: readonly string[]): string {
  return addresses.map((address) => new URL(address).host).join(', ');
}
