import { z } from 'zod';

/** In order of power: each role may do what the one before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** What a token may do. `write` is all an agent needs. */
export const tokenScopes = ['write', 'read', 'operate', 'admin'] as const;
export const tokenScopeSchema = z.enum(tokenScopes);
export type TokenScope = z.infer<typeof tokenScopeSchema>;

/** Who is asking, once a session cookie or a token has been checked. */
export type Principal =
  | { readonly kind: 'user'; readonly id: string; readonly name: string; readonly role: Role }
  | {
      readonly kind: 'token';
      readonly id: string;
      readonly name: string;
      readonly scopes: readonly TokenScope[];
    };

export function hasRole(principal: Principal, role: Role): boolean {
  if (principal.kind === 'user') return roles.indexOf(principal.role) >= roles.indexOf(role);
  return principal.scopes.some((scope) => scopeRole[scope] >= roles.indexOf(role));
}

export function canWrite(principal: Principal): boolean {
  return principal.kind === 'token' && principal.scopes.includes('write');
}

const scopeRole: Record<TokenScope, number> = { write: -1, read: 0, operate: 1, admin: 2 };
