import { hasRole, type Principal } from '#lib/model/identity.ts';

/** What the gate needs to know of a request. `path` has no query. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly principal: Principal | null;
  /** The Origin header; browsers send it with every request that can change something. */
  readonly origin: string | null;
  /** Origins under which people reach this server. */
  readonly ownOrigins: readonly string[];
}

export type Verdict =
  | { readonly kind: 'allow' }
  | { readonly kind: 'sign-in'; readonly location: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly error: string };

/** Reachable by anyone; everything else needs a principal. */
const publicPaths = [
  /^\/sign-in$/,
  /^\/setup$/,
  /^\/_next\/static\//,
  /^\/icon\.svg$/,
  /^\/favicon\.ico$/,
];

/**
 * The one place where a request is let through to pages and routes. Default is to refuse; what a
 * role may do beyond looking is decided by each route.
 */
export function judge(visit: Visit): Verdict {
  if (isForeignChange(visit)) {
    return refuse(403, 'change refused: the request came from another site');
  }
  if (publicPaths.some((pattern) => pattern.test(visit.path))) return { kind: 'allow' };
  if (visit.principal === null) return strangerVerdict(visit);
  if (!hasRole(visit.principal, 'viewer')) {
    return refuse(403, 'read refused: this token may only write samples');
  }
  return { kind: 'allow' };
}

function strangerVerdict({ method, path }: Visit): Verdict {
  const isPage = method === 'GET' && !path.startsWith('/api/') && path !== '/metrics';
  if (isPage) return { kind: 'sign-in', location: `/sign-in?next=${encodeURIComponent(path)}` };
  return refuse(401, 'sign in, or send a token in the Authorization header');
}

function refuse(status: 401 | 403, error: string): Verdict {
  return { kind: 'refuse', status, error };
}

/**
 * Cross-site request forgery: a browser adds the session cookie by itself, so a change must come
 * from our own pages. A token is added by a program on purpose and needs no such check.
 */
export function isForeignChange({ method, principal, origin, ownOrigins }: Visit): boolean {
  if (method === 'GET' || method === 'HEAD' || principal?.kind === 'token') return false;
  if (principal === null && origin === null) return false;
  return origin === null || !ownOrigins.includes(origin);
}
