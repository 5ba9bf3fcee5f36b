import type { Config } from './config.ts';

/** Where people reach the server, without a slash at the end. */
export function publicAddress({
  publicUrl,
  host,
  port,
}: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return (publicUrl ?? `http://${host}:${port}`).replace(/\/+$/, '');
}
