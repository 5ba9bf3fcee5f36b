import { z } from 'zod';
import { pageOf, type Page, type PageQuery } from '#lib/api/page.ts';
import type { AlertHistory } from '#lib/db/generated/client.ts';
import { severitySchema, type AlertTransition } from '#lib/model/alert.ts';
import type { Services } from '#lib/services.ts';

const labelsSchema = z.record(z.string(), z.string());
const kindSchema = z.enum(['inactive', 'pending', 'firing']);

/** What fired and what ended, newest first; of one alert where a fingerprint is given. */
export async function listHistory(
  { database }: Pick<Services, 'database'>,
  query: PageQuery,
  fingerprint?: string,
): Promise<Page<AlertTransition>> {
  const rows = await database.prisma.alertHistory.findMany({
    where: {
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(query.after === undefined ? {} : olderThan(query.after)),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows.map(transitionFromRow), query.limit, ({ atMs, id }) => `${atMs}_${id}`);
}

/** A cursor that no page gave out is past the end. */
function olderThan(after: string) {
  const [, ms, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(after) ?? [];
  const at = new Date(Number(ms ?? 0));
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id ?? '' } }] };
}

function transitionFromRow({ at, ...row }: AlertHistory): AlertTransition {
  return {
    ...row,
    atMs: at.getTime(),
    severity: severitySchema.parse(row.severity),
    labels: labelsSchema.parse(row.labels),
    from: kindSchema.parse(row.from),
    to: kindSchema.parse(row.to),
  };
}
