import { hasRole, type Principal } from '#lib/model/identity.ts';
import type { Role } from '#lib/model/role.ts';
import { Refusal } from '#lib/model/refusal.ts';

/**
 * Held by every verb that changes something, whoever calls it: a page, a route or a command.
 *
 * @param action verb and thing, for the sentence: `create rack`
 * @throws Refusal below that role
 */
export function requireRole(principal: Principal, role: Role, action: string): void {
  if (hasRole(principal, role)) return;
  throw new Refusal('forbidden', `${action}: ${principal.name} lacks the role ${role}`);
}
