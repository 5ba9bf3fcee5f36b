import { z } from 'zod';
import { pageOf, pageShape, type Page } from '#lib/api/page.ts';
import type { Database } from '#lib/db/database.ts';
import { runStates, type Run } from '#lib/model/run.ts';
import { runOf } from './run-row.ts';

export const runQuerySchema = z.strictObject({
  ...pageShape,
  host: z.string().max(255).optional(),
  state: z.enum(runStates).optional(),
});
export type RunQuery = z.output<typeof runQuerySchema>;

/** Newest first; the cursor is the id of the last run of the page before. */
export async function listRuns(database: Database, query: RunQuery): Promise<Page<Run>> {
  const { host, state, after, limit } = query;
  const rows = await database.prisma.run.findMany({
    where: { ...(host !== undefined && { host }), ...(state !== undefined && { state }) },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
  });
  return pageOf(rows.map(runOf), limit, (run) => run.id);
}
