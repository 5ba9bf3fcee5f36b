import { headers } from 'next/headers';
import { readPrincipal } from '#lib/auth/principal-header.ts';
import type { Principal } from '#lib/model/identity.ts';

/** Who looks at the page. @throws Error when the request did not pass the server's gate. */
export async function currentPrincipal(): Promise<Principal> {
  const principal = readPrincipal(await headers());
  if (!principal) throw new Error('draw page: nobody is signed in');
  return principal;
}
