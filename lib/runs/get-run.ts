import type { Database } from '#lib/db/database.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Run } from '#lib/model/run.ts';
import { runOf } from './run-row.ts';

/** @throws Refusal when there is none. */
export async function getRun(database: Database, id: string): Promise<Run> {
  const row = await database.prisma.run.findUnique({ where: { id } });
  if (!row) throw new Refusal('not-found', `read run ${id}: there is no such run`);
  return runOf(row);
}
