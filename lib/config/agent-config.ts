import { z } from 'zod';
import {
  addresses,
  environmentSchema,
  fileSchema,
  type AgentEnvironment,
  type AgentFile,
} from './agent-schema.ts';
import { ConfigError } from './config.ts';
import { listenAddress, type ListenAddress } from './listen-address.ts';

export interface AgentConfig {
  /** Empty when samples go to an InfluxDB and nobody is to control this agent. */
  readonly servers: readonly string[];
  readonly token: string | null;
  readonly push: PushConfig | null;
  readonly host: string | null;
  readonly dataDirectory: string;
  readonly rootfs: string;
  readonly spoolMaxBytes: number;
  readonly collectors: AgentFile['collectors'];
  readonly training: AgentFile['training'];
  /** Where Prometheus may read this agent; null = nowhere. */
  readonly prometheus: ListenAddress | null;
  readonly logLevel: AgentEnvironment['ISOTHERM_LOG_LEVEL'];
}

export interface PushConfig {
  /** Servers that share a store, or one InfluxDB. */
  readonly urls: readonly string[];
  readonly database: string;
  readonly credentials:
    | { readonly kind: 'none' }
    | { readonly kind: 'token'; readonly token: string }
    | { readonly kind: 'password'; readonly user: string; readonly password: string };
}

export interface AgentConfigSources {
  /** Text of the configuration file with its name; null when there is none. */
  readonly file: { readonly name: string; readonly text: string } | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** From the command line; it wins over the environment, which wins over the file. */
  readonly server: string | undefined;
  /** Also from the command line. */
  readonly prometheus?: string | undefined;
  /** Reads a file that holds a secret. */
  readonly readSecret: (path: string) => string;
  /** Problems of the collectors' own sections. */
  readonly checkCollectors: (sections: AgentFile['collectors']) => readonly string[];
}

/** @throws ConfigError naming every problem of file, environment and arguments at once */
export function loadAgentConfig(sources: AgentConfigSources): AgentConfig {
  const problems: string[] = [];
  const file = readFileSection(sources, problems);
  const environment = readEnvironment(sources.environment, problems);
  const argument = addresses.optional().safeParse(sources.server);
  if (!argument.success) problems.push('--server: must be http or https addresses');
  const listen = readListen(sources.prometheus, problems);
  const config = combine(
    file ?? fileSchema.parse({}),
    environment,
    { ...sources, servers: argument.data },
    problems,
  );
  if (problems.length > 0) throw new ConfigError(`configure the agent: ${problems.join('; ')}`);
  return listen === null ? config : { ...config, prometheus: listen };
}

function readListen(argument: string | undefined, problems: string[]): ListenAddress | null {
  if (argument === undefined) return null;
  const parsed = listenAddress.safeParse(argument);
  if (parsed.success) return parsed.data;
  problems.push('--prometheus: must be host:port, such as 127.0.0.1:9400');
  return null;
}

const sectionsSchema = z.looseObject({ collectors: fileSchema.shape.collectors });

function readFileSection(sources: AgentConfigSources, problems: string[]): AgentFile | null {
  if (!sources.file) return null;
  const { name, text } = sources.file;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    problems.push(`${name}: is not JSON`);
    return null;
  }
  const parsed = fileSchema.safeParse(content);
  const sections = sectionsSchema.safeParse(content);
  if (sections.success) problems.push(...sources.checkCollectors(sections.data.collectors));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    problems.push(
      `${name}: ${[...issue.path, ''].join('.').slice(0, -1) || 'top level'}: ${issue.message}`,
    );
  }
  return null;
}

function readEnvironment(
  environment: AgentConfigSources['environment'],
  problems: string[],
): AgentEnvironment {
  // An empty variable counts as unset, except where it says "none".
  const present = Object.entries(environment).filter(
    ([name, value]) => value !== '' || name === 'ISOTHERM_ALLOW_TRAINING',
  );
  const parsed = environmentSchema.safeParse(Object.fromEntries(present));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    problems.push(`${String(issue.path[0])}: ${issue.message}`);
  }
  return environmentSchema.parse({});
}

function combine(
  file: AgentFile,
  environment: AgentEnvironment,
  sources: AgentConfigSources & { readonly servers: readonly string[] | undefined },
  problems: string[],
): AgentConfig {
  const secretOf: ReadSecret = (value, path, name) =>
    readSecretOption(value, path, name, sources.readSecret, problems);
  const servers = sources.servers ?? environment.ISOTHERM_SERVER_URL ?? file.server ?? [];
  const token = environment.ISOTHERM_AGENT_TOKEN ?? secretOf(file.token, file.tokenFile, 'token');
  return {
    servers,
    token,
    push: file.influx ? influxPush(file.influx, secretOf, problems) : serverPush(servers, token),
    ...machineSettings(file, environment),
    spoolMaxBytes: file.spoolMaxBytes,
    collectors: withLibrary(file.collectors, environment.ISOTHERM_NVML_LIBRARY),
    prometheus: environment.ISOTHERM_PROMETHEUS_LISTEN ?? file.prometheus?.listen ?? null,
    logLevel: environment.ISOTHERM_LOG_LEVEL,
  };
}

/** The environment wins over the collector's own section, as everywhere. */
function withLibrary(
  collectors: AgentFile['collectors'],
  library: string | undefined,
): AgentFile['collectors'] {
  const section = collectors.nvml ?? {};
  if (library === undefined || section === false) return collectors;
  return { ...collectors, nvml: { ...section, library } };
}

function machineSettings(file: AgentFile, environment: AgentEnvironment) {
  const devices = environment.ISOTHERM_ALLOW_TRAINING ?? file.training.devices;
  return {
    host: environment.ISOTHERM_AGENT_HOST ?? file.host ?? null,
    dataDirectory: environment.ISOTHERM_DATA_DIR ?? file.dataDirectory ?? './data',
    rootfs: environment.ISOTHERM_ROOTFS ?? file.rootfs ?? '/',
    training: { ...file.training, devices },
  };
}

/** A secret given as a value or in a file; null when it is neither. */
type ReadSecret = (
  value: string | undefined,
  path: string | undefined,
  name: string,
) => string | null;

function serverPush(urls: readonly string[], token: string | null): PushConfig | null {
  if (urls.length === 0) return null;
  const credentials = token === null ? ({ kind: 'none' } as const) : tokenCredentials(token);
  return { urls, database: 'isotherm', credentials };
}

function influxPush(
  influx: NonNullable<AgentFile['influx']>,
  secretOf: ReadSecret,
  problems: string[],
): PushConfig {
  const { url, database, user } = influx;
  const token = secretOf(influx.token, influx.tokenFile, 'influx.token');
  const password = secretOf(influx.password, influx.passwordFile, 'influx.password');
  if (token !== null && user !== undefined) {
    problems.push('influx: give a token or a user, not both');
  }
  if (user !== undefined) {
    return {
      urls: [url],
      database,
      credentials: { kind: 'password', user, password: password ?? '' },
    };
  }
  const credentials = token === null ? ({ kind: 'none' } as const) : tokenCredentials(token);
  return { urls: [url], database, credentials };
}

function tokenCredentials(token: string) {
  return { kind: 'token', token } as const;
}

function readSecretOption(
  value: string | undefined,
  path: string | undefined,
  name: string,
  readSecret: (path: string) => string,
  problems: string[],
): string | null {
  if (value !== undefined && path !== undefined) {
    problems.push(`${name}: give it or ${name}File, not both`);
  }
  if (value !== undefined || path === undefined) return value ?? null;
  try {
    return readSecret(path).trim();
  } catch (error) {
    problems.push(`${name}File: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
