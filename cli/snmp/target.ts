import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { ConfigError, environment } from '#lib/config/config.ts';
import { snmpTargetSchema, type SnmpTarget } from '#lib/model/snmp-target.ts';

export interface TargetOptions {
  readonly host: string;
  readonly port: string;
  readonly snmpVersion?: string;
  readonly community?: string;
  readonly communityFile?: string;
  readonly v3User?: string;
  readonly v3AuthProtocol?: string;
  readonly v3AuthPassphrase?: string;
  readonly v3AuthFile?: string;
  readonly v3PrivacyProtocol?: string;
  readonly v3PrivacyPassphrase?: string;
  readonly v3PrivacyFile?: string;
}

const secretsHelp = `
Other users of the machine see the arguments of a command. Files and the environment keep secrets:
ISOTHERM_SNMP_COMMUNITY, ISOTHERM_SNMP_AUTH_PASSPHRASE, ISOTHERM_SNMP_PRIVACY_PASSPHRASE.`;

/** Gives a command the options that say which device is asked, and how. */
export function withTarget(command: Command): Command {
  return command
    .requiredOption('--host <address>', 'address or name of the device')
    .option('--port <number>', 'UDP port', '161')
    .addOption(new Option('--snmp-version <version>', 'of a community').choices(['1', '2c']))
    .option('--community <name>', 'community of SNMP 1 or 2c')
    .option('--community-file <path>', 'file that holds the community')
    .option('--v3-user <name>', 'user of SNMP 3')
    .option('--v3-auth-protocol <name>', 'md5, sha, sha224, sha256, sha384 or sha512', 'sha256')
    .option('--v3-auth-passphrase <words>', 'passphrase of the user')
    .option('--v3-auth-file <path>', 'file that holds the passphrase of the user')
    .option('--v3-privacy-protocol <name>', 'aes, aes256b or aes256r', 'aes')
    .option('--v3-privacy-passphrase <words>', 'passphrase for encryption')
    .option('--v3-privacy-file <path>', 'file that holds the passphrase for encryption')
    .addHelpText('after', secretsHelp);
}

/** @throws ConfigError with one sentence */
export function targetOf(options: TargetOptions): SnmpTarget {
  const result = snmpTargetSchema.safeParse({
    name: options.host,
    address: options.host,
    port: Number(options.port),
    credentials: options.v3User === undefined ? communityOf(options) : userOf(options),
  });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigError(
    `ask ${options.host}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

function communityOf(options: TargetOptions) {
  const community =
    options.community ?? secret(options.communityFile, 'ISOTHERM_SNMP_COMMUNITY') ?? 'public';
  return { version: options.snmpVersion ?? '2c', community };
}

function userOf(options: TargetOptions) {
  const auth =
    options.v3AuthPassphrase ?? secret(options.v3AuthFile, 'ISOTHERM_SNMP_AUTH_PASSPHRASE');
  const privacy =
    options.v3PrivacyPassphrase ??
    secret(options.v3PrivacyFile, 'ISOTHERM_SNMP_PRIVACY_PASSPHRASE');
  return {
    version: '3',
    user: options.v3User,
    ...(auth !== undefined && { auth: { protocol: options.v3AuthProtocol, passphrase: auth } }),
    ...(privacy !== undefined && {
      privacy: { protocol: options.v3PrivacyProtocol, passphrase: privacy },
    }),
  };
}

function secret(file: string | undefined, variable: string): string | undefined {
  if (file === undefined) return environment()[variable];
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    throw new ConfigError(`read secret of ${file}: it cannot be read`, { cause });
  }
}
