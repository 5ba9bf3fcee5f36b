import { pageFrom, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Receiver } from '#lib/model/receiver.ts';
import type { Services } from '#lib/services.ts';
import { receiverFromRow } from './receiver-row.ts';

/** Receivers by name, with the outcome of the last delivery and what waits. */
export async function listReceivers(
  { database }: Pick<Services, 'database'>,
  query: PageQuery,
): Promise<Page<Receiver>> {
  const include = { _count: { select: { notifications: true } } };
  const rows = await database.prisma.receiver.findMany({ include });
  const receivers = rows
    .map((row) => receiverFromRow(row, row._count.notifications))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return pageFrom(receivers, query, ({ name }) => name);
}
