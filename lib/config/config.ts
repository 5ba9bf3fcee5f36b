import { z } from 'zod';
import { busConfig, busEnvironment, problemOfSeveral, type BusConfig } from './bus-config.ts';

const token = z.string().min(16, 'must have at least 16 characters').max(256);

/** 32 bytes, as 64 hexadecimal digits or in base64. */
const secretKey = z
  .string()
  .regex(
    /^([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$/,
    'must be 32 bytes in hexadecimal or base64, such as openssl rand -hex 32 prints',
  );

const httpUrl = z.url({ protocol: /^https?$/ });

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  ISOTHERM_DATA_DIR: z.string().min(1).default('./data'),
  INFLUX_URL: httpUrl.optional(),
  INFLUX_DATABASE: z.string().min(1).default('isotherm'),
  INFLUX_TOKEN: z.string().min(1).optional(),
  INFLUX_USER: z.string().min(1).optional(),
  INFLUX_PASSWORD: z.string().optional(),
  /** A single server. */
  VICTORIAMETRICS_URL: httpUrl.optional(),
  /** vminsert and vmselect of a cluster, with the tenant, such as http://vminsert:8480/insert/0. */
  VICTORIAMETRICS_INSERT_URL: httpUrl.optional(),
  VICTORIAMETRICS_SELECT_URL: httpUrl.optional(),
  VICTORIAMETRICS_TOKEN: z.string().min(1).optional(),
  VICTORIAMETRICS_USER: z.string().min(1).optional(),
  VICTORIAMETRICS_PASSWORD: z.string().optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  ...busEnvironment,
  ISOTHERM_ADMIN_TOKEN: token.optional(),
  ISOTHERM_AGENT_TOKEN: token.optional(),
  /** The one host whose agent has that token; absent: the first that uses it. */
  ISOTHERM_AGENT_HOST: z.string().min(1).max(255).optional(),
  /** Seals the credentials of polled devices; absent: a key file in the data directory. */
  ISOTHERM_SECRET_KEY: secretKey.optional(),
  /** The key before that one: what it sealed is sealed anew at start. */
  ISOTHERM_OLD_SECRET_KEY: secretKey.optional(),
  /** Where people reach the server, when that is not http://HOST:PORT. */
  ISOTHERM_PUBLIC_URL: httpUrl.optional(),
  /** Series kept for measurements that the catalogue does not know. */
  ISOTHERM_SERIES_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
  /** Where the host's root is mounted, for an agent in a container. */
  ISOTHERM_ROOTFS: z.string().startsWith('/', 'must be an absolute path').default('/'),
  /** Path of libnvidia-ml.so.1, when it is not where the driver usually puts it. */
  ISOTHERM_NVML_LIBRARY: z.string().startsWith('/', 'must be an absolute path').optional(),
  ISOTHERM_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly dataDirectory: string;
  readonly influx: InfluxConfig | null;
  readonly victoria: VictoriaConfig | null;
  readonly databaseUrl: string | null;
  /** How this server reaches the others; null where it is alone. */
  readonly bus: BusConfig | null;
  readonly adminToken: string | null;
  readonly agentToken: string | null;
  readonly agentHost: string | null;
  readonly secretKey: string | null;
  readonly oldSecretKey: string | null;
  readonly seriesLimit: number;
  /** `/`, or the prefix of /proc and /sys. */
  readonly rootDirectory: string;
  readonly nvmlLibrary: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export interface InfluxConfig {
  readonly url: string;
  readonly database: string;
  readonly credentials: StoreCredentials;
}

export interface VictoriaConfig {
  readonly insertUrl: string;
  readonly selectUrl: string;
  /** True for vminsert and vmselect, which say less about themselves than a single server. */
  readonly isCluster: boolean;
  readonly credentials: StoreCredentials;
}

export type StoreCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

/** The environment of this process: the only place that reads it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Thrown with every problem of the environment at once; values are never repeated. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError naming every variable that is wrong. An empty variable counts as unset. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  const parsed = environmentSchema.superRefine(refuseTwoStores).safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );
    throw new ConfigError(`read the environment: ${problems.join('; ')}`);
  }
  const value = parsed.data;
  const bus = busConfig(value);
  const [influx, victoria] = [influxConfig(value), victoriaConfig(value)];
  const problem = problemOfSeveral(bus, {
    hasDatabase: value.DATABASE_URL !== undefined,
    hasStore: influx !== null || victoria !== null,
    hasSecretKey: value.ISOTHERM_SECRET_KEY !== undefined,
  });
  if (problem !== null) throw new ConfigError(`read the environment: ${problem}`);
  return {
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.ISOTHERM_PUBLIC_URL ?? null,
    dataDirectory: value.ISOTHERM_DATA_DIR,
    influx,
    victoria,
    databaseUrl: value.DATABASE_URL ?? null,
    bus,
    adminToken: value.ISOTHERM_ADMIN_TOKEN ?? null,
    agentToken: value.ISOTHERM_AGENT_TOKEN ?? null,
    agentHost: value.ISOTHERM_AGENT_HOST ?? null,
    secretKey: value.ISOTHERM_SECRET_KEY ?? null,
    oldSecretKey: value.ISOTHERM_OLD_SECRET_KEY ?? null,
    seriesLimit: value.ISOTHERM_SERIES_LIMIT,
    rootDirectory: value.ISOTHERM_ROOTFS,
    nvmlLibrary: value.ISOTHERM_NVML_LIBRARY ?? null,
    logLevel: value.ISOTHERM_LOG_LEVEL,
  };
}

type Environment = z.infer<typeof environmentSchema>;

function refuseTwoStores(value: Environment, context: z.RefinementCtx): void {
  const {
    VICTORIAMETRICS_URL: single,
    VICTORIAMETRICS_INSERT_URL: insert,
    VICTORIAMETRICS_SELECT_URL: select,
  } = value;
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (value.INFLUX_URL !== undefined && (single ?? insert ?? select) !== undefined) {
    refuse('INFLUX_URL', 'samples live in one store: set this or VICTORIAMETRICS_URL, not both');
  }
  if (single !== undefined && (insert ?? select) !== undefined) {
    refuse('VICTORIAMETRICS_URL', 'names a single server: leave it out for a cluster');
  }
  if ((insert === undefined) !== (select === undefined)) {
    const missing = insert === undefined ? 'INSERT' : 'SELECT';
    refuse(`VICTORIAMETRICS_${missing}_URL`, 'a cluster is written to and read at two addresses');
  }
}

function influxConfig(value: Environment): InfluxConfig | null {
  if (value.INFLUX_URL === undefined) return null;
  const { INFLUX_TOKEN: token, INFLUX_USER: user, INFLUX_PASSWORD: password } = value;
  return {
    url: value.INFLUX_URL,
    database: value.INFLUX_DATABASE,
    credentials: credentials(token, user, password),
  };
}

function victoriaConfig(value: Environment): VictoriaConfig | null {
  const insertUrl = value.VICTORIAMETRICS_URL ?? value.VICTORIAMETRICS_INSERT_URL;
  const selectUrl = value.VICTORIAMETRICS_URL ?? value.VICTORIAMETRICS_SELECT_URL;
  if (insertUrl === undefined || selectUrl === undefined) return null;
  return {
    insertUrl,
    selectUrl,
    isCluster: value.VICTORIAMETRICS_URL === undefined,
    credentials: credentials(
      value.VICTORIAMETRICS_TOKEN,
      value.VICTORIAMETRICS_USER,
      value.VICTORIAMETRICS_PASSWORD,
    ),
  };
}

function credentials(
  token: string | undefined,
  user: string | undefined,
  password = '',
): StoreCredentials {
  if (token !== undefined) return { kind: 'token', token };
  return user === undefined ? { kind: 'none' } : { kind: 'password', user, password };
}
