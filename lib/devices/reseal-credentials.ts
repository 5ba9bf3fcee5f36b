import type { Database } from '#lib/db/database.ts';
import type { Log } from '#lib/services.ts';
import type { CredentialVault } from './credential-vault.ts';

const pageSize = 500;

/**
 * Seals anew what another key has sealed, where that key is known, and says of the rest that it
 * cannot be read. Done once at start, so that after it the old key can be thrown away.
 */
export async function resealCredentials(
  { prisma }: Pick<Database, 'prisma'>,
  vault: CredentialVault,
  log: Log,
): Promise<void> {
  let after = '';
  let resealed = 0;
  for (;;) {
    const rows = await prisma.device.findMany({
      where: { keyId: { not: vault.keyId }, id: { gt: after } },
      select: { id: true, name: true, sealed: true, keyId: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    for (const row of rows) {
      const opened = vault.open(row);
      if (opened.kind === 'shut') {
        log.error({ device: row.name }, opened.problem);
        continue;
      }
      const data = vault.seal(row.id, opened.credentials);
      // Not where somebody gave other credentials meanwhile.
      const { count } = await prisma.device.updateMany({
        where: { id: row.id, sealed: row.sealed },
        data,
      });
      resealed += count;
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = last.id;
  }
  if (resealed > 0) {
    log.info({ devices: resealed, key: vault.keyId }, 'sealed credentials with the new key');
  }
}
