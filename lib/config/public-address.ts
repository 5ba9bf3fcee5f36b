import type { Config } from './config.ts';

/** Where people reach the server, without a slash at the end. */
export function publicAddress({
  publicUrl,
  host,
  port,
}: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return (publicUrl ?? `http://${nameForPeople(host)}:${port}`).replace(/\/+$/, '');
}

/** An address that a browser on this machine can open: "all of them" is none. */
function nameForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
