import type { Queries } from '#lib/db/database.ts';
import type { Run, RunState } from '#lib/model/run.ts';
import { isActive, predecessors } from './run-transition.ts';
import { runOf } from './run-row.ts';

export interface RunChange {
  readonly id: string;
  readonly to: RunState;
  readonly reason: string | null;
  readonly nowMs: number;
}

/**
 * Moves a run to another state where that may follow its present one; of two changes at once only
 * one that is allowed takes place.
 *
 * @returns the run as it is now, null when the change was not allowed
 */
export async function changeRun(
  queries: Queries,
  { id, to, reason, nowMs }: RunChange,
): Promise<Run | null> {
  const endedAt = isActive(to) ? null : new Date(nowMs);
  const { count } = await queries.run.updateMany({
    where: { id, state: { in: predecessors(to) } },
    data: { state: to, reason, endedAt },
  });
  if (count === 0) return null;
  return runOf(await queries.run.findUniqueOrThrow({ where: { id } }));
}
