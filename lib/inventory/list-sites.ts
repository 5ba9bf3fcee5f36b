import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Site } from '#lib/model/place.ts';
import type { Services } from '#lib/services.ts';

/** Sites by name. */
export async function listSites(
  { database }: Pick<Services, 'database'>,
  { limit, after }: PageQuery,
): Promise<Page<Site>> {
  const rows = await database.prisma.site.findMany({
    where: after === undefined ? {} : { name: { gt: after } },
    orderBy: { name: 'asc' },
    take: limit + 1,
  });
  return pageOf(rows, limit, (site) => site.name);
}
