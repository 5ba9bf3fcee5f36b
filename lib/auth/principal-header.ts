import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { roleSchema, tokenScopeSchema, type Principal } from '#lib/model/identity.ts';

/**
 * How the server's gate tells pages and routes who is asking. The gate removes the header from
 * every request and sets its own, sealed with a secret of this process, so a client cannot forge it.
 */
export const principalHeader = 'x-isotherm-principal';

const principalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), id: z.string(), name: z.string(), role: roleSchema }),
  z.object({
    kind: z.literal('token'),
    id: z.string(),
    name: z.string(),
    scopes: z.array(tokenScopeSchema),
  }),
]);

const key = Symbol.for('isotherm.principal-seal');
interface Holder {
  [key]?: string | undefined;
}

/** Next holds its own copy of this module: the seal is shared through the global object. */
function seal(): string {
  const holder = globalThis as Holder;
  holder[key] ??= randomBytes(24).toString('base64url');
  return holder[key];
}

export function sealPrincipal(principal: Principal): string {
  const body = Buffer.from(JSON.stringify(principal)).toString('base64url');
  return `${seal()}.${body}`;
}

/** Null when the request did not pass the gate or nobody is signed in. */
export function readPrincipal(headers: Pick<Headers, 'get'>): Principal | null {
  const [sealed, body] = (headers.get(principalHeader) ?? '').split('.');
  if (sealed !== seal() || body === undefined) return null;
  return principalSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
}
