import { z } from 'zod';
import { roles, type Role } from './role.ts';

export const roleSchema = z.enum(roles);

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

export const usernameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_.-]{3,30}$/, 'must have 3 to 30 letters, digits, dots, dashes or underscores');

export const passwordSchema = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(128, 'must have at most 128 characters');

export const userInputSchema = z.strictObject({
  username: usernameSchema,
  password: passwordSchema,
  role: roleSchema,
});
export type UserInput = z.infer<typeof userInputSchema>;

/** Somebody who can sign in. */
export const userSchema = z.object({
  id: z.string(),
  username: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  createdAtMs: z.number(),
});
export type User = Readonly<z.infer<typeof userSchema>>;

export const userChangeSchema = z.strictObject({
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
});
export type UserChange = Readonly<z.infer<typeof userChangeSchema>>;

export const tokenInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(tokenScopeSchema).min(1).max(tokenScopes.length),
  /** Days until it stops working; null = it works until it is revoked. */
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
  /** The one host whose agent will have it; null = the first that uses it. */
  host: z.string().trim().min(1).max(255).nullable().default(null),
});
export type TokenInput = z.infer<typeof tokenInputSchema>;

/** What is known of a token after it was made: everything but itself. */
export const accessTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Its first characters, so that people can tell tokens apart. */
  prefix: z.string(),
  scopes: z.array(tokenScopeSchema),
  /** The host whose agent is told the secrets of its devices; null: no host, or none yet. */
  host: z.string().nullable(),
  createdBy: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  revokedAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
});
export type AccessToken = Readonly<z.infer<typeof accessTokenSchema>>;

export const newTokenSchema = z.object({
  token: accessTokenSchema,
  /** The token itself; it is kept nowhere, so this is the only time to see it. */
  secret: z.string(),
});
export type NewToken = Readonly<z.infer<typeof newTokenSchema>>;
