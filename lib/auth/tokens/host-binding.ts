import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Database, Queries } from '#lib/db/database.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import type { Principal } from '#lib/model/identity.ts';

type TokenPrincipal = Extract<Principal, { kind: 'token' }>;

/** Which token speaks for which host: only over its channel does a host get secrets. */
export interface HostBinding {
  /** Whether the token is the host's own. The first host that asks with it makes it so. */
  readonly isOwn: (token: TokenPrincipal, host: string) => Promise<boolean>;
}

/** @param fixed hosts of tokens that the environment binds, by the token's id */
export function createHostBinding(
  database: Database,
  fixed: ReadonlyMap<string, string>,
): HostBinding {
  const isTaken = (host: string) => [...fixed.values()].includes(host);
  return {
    async isOwn(token, host) {
      const own = fixed.get(token.id);
      if (own !== undefined) return own === host;
      const known = await database.prisma.tokenHost.findUnique({ where: { tokenId: token.id } });
      if (known) {
        if (known.host === host) return !isTaken(host);
        if (known.host !== null) await share(database, token, [known.host, host]);
        return false;
      }
      const isFree = !isTaken(host) && (await isUnpolled(database.prisma, host));
      return adopt(database, token, isFree ? host : null);
    },
  };
}

/** A host whose devices wait for their agent is given to nobody who merely says its name. */
async function isUnpolled(queries: Queries, host: string): Promise<boolean> {
  return (await queries.device.count({ where: { polledBy: host } })) === 0;
}

async function adopt(
  database: Database,
  token: TokenPrincipal,
  host: string | null,
): Promise<boolean> {
  try {
    await database.prisma.$transaction(async (tx) => {
      await tx.tokenHost.create({ data: { tokenId: token.id, host } });
      await recordAudit(tx, token, 'token.bind', token.name, { host });
    });
    return host !== null;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Another token has this host, or this token has become another host's meanwhile.
    if (host !== null) await adopt(database, token, null);
    return false;
  }
}

/** Hosts that share a token cannot be told apart, so from now on it is nobody's own. */
async function share(
  database: Database,
  token: TokenPrincipal,
  hosts: readonly string[],
): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    await tx.tokenHost.updateMany({ where: { tokenId: token.id }, data: { host: null } });
    await recordAudit(tx, token, 'token.share', token.name, { hosts: [...hosts] });
  });
}

/** Makes a new token a host's own; one that was before speaks for no host any more. */
export async function bindNewToken(queries: Queries, tokenId: string, host: string) {
  await queries.tokenHost.updateMany({ where: { host }, data: { host: null } });
  await queries.tokenHost.create({ data: { tokenId, host } });
}
