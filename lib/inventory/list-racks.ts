import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Rack } from '#lib/model/place.ts';
import type { Services } from '#lib/services.ts';

/** Racks in the order of the hall: site, room, row, name. */
export async function listRacks(
  { database }: Pick<Services, 'database'>,
  { limit, after, siteId }: PageQuery & { readonly siteId?: string | undefined },
): Promise<Page<Rack>> {
  const rows = await database.prisma.rack.findMany({
    where: siteId === undefined ? {} : { siteId },
    orderBy: [{ site: { name: 'asc' } }, { room: 'asc' }, { row: 'asc' }, { name: 'asc' }],
    take: limit + 1,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
  return pageOf(rows, limit, (rack) => rack.id);
}
