import { notFound } from 'next/navigation';
import { hasRole, type Principal } from '#lib/model/identity.ts';

/** For everybody else the page does not exist; the verbs behind it check again. */
export function requireAdministrator(principal: Principal): Principal {
  if (!hasRole(principal, 'admin')) notFound();
  return principal;
}
