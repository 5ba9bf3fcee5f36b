import type { IncomingMessage } from 'node:http';

/** InfluxDB 1.x clients put credentials into the address; nobody else may, for addresses get logged. */
const pathsWithQueryCredentials = new Set(['/write', '/query']);

/**
 * Secrets that a request offers as a token, most specific first. None when it only has a cookie.
 *
 * `Token T`, `Bearer T`, Basic with the token as password, and `Token user:T` of InfluxDB 2 clients
 * that talk to a 1.x server.
 */
export function requestSecrets(request: Pick<IncomingMessage, 'headers' | 'url'>): string[] {
  const header = request.headers.authorization;
  if (header !== undefined) return headerSecrets(header);
  const target = `http://host${request.url ?? '/'}`;
  if (!URL.canParse(target)) return [];
  const { pathname, searchParams } = new URL(target);
  const password = pathsWithQueryCredentials.has(pathname) ? searchParams.get('p') : null;
  return password === null || password === '' ? [] : [password];
}

function headerSecrets(header: string): string[] {
  const [, scheme = '', value = ''] = /^(\S{1,20}) +(\S{1,1024})$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return [value];
    case 'token':
      return [value, ...afterColon(value)];
    case 'basic':
      return afterColon(Buffer.from(value, 'base64').toString('utf8'));
    default:
      return [];
  }
}

function afterColon(pair: string): string[] {
  const colon = pair.indexOf(':');
  return colon === -1 ? [] : [pair.slice(colon + 1)];
}
