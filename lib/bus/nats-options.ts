import { readFileSync } from 'node:fs';
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { BusConfig } from '#lib/config/bus-config.ts';
import { ConfigError } from '#lib/config/config.ts';

/** A server that says nothing is found out within twice this time. */
const pingMs = 2_000;

/** @throws ConfigError naming a file that cannot be read */
export function natsOptions(config: BusConfig): NodeConnectionOptions {
  const { addresses, credentialsFile } = config;
  return {
    servers: addresses.map((address) => new URL(address).host),
    name: 'isotherm',
    noEcho: true,
    pingInterval: pingMs,
    maxPingOut: 2,
    timeout: 3_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    // An operator may put credentials right while we run.
    ignoreAuthErrorAbort: true,
    ...(credentialsFile === null
      ? addressCredentials(addresses)
      : { authenticator: credsAuthenticator(read(credentialsFile)) }),
    ...tls(config),
  };
}

/** As NATS's own tools read an address: `user:password@`, or a token alone. */
function addressCredentials(addresses: readonly string[]) {
  const first = addresses.map((address) => new URL(address)).find(({ username }) => username);
  if (!first) return {};
  const user = decodeURIComponent(first.username);
  const pass = decodeURIComponent(first.password);
  return pass === '' ? { token: user } : { user, pass };
}

function tls({ addresses, caFile, certificateFile, keyFile }: BusConfig) {
  const isAsked = addresses.some((address) => address.startsWith('tls:'));
  const files = {
    ...(caFile !== null && { ca: text(caFile) }),
    ...(certificateFile !== null && { cert: text(certificateFile) }),
    ...(keyFile !== null && { key: text(keyFile) }),
  };
  return isAsked || Object.keys(files).length > 0 ? { tls: files } : {};
}

function text(file: string): string {
  return new TextDecoder().decode(read(file));
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`read ${file}: ${why}`, { cause });
  }
}
