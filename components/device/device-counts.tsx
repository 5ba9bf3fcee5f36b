import type { DeviceSummary } from '#lib/model/device-report.ts';
import { Status } from '#components/ui/status.tsx';
import { conditionOf } from './condition.ts';

/** The first answer of the page: how many there are, and how many are not well. */
export function DeviceCounts({ rows }: { rows: readonly DeviceSummary[] }) {
  const conditions = new Map<string, ReturnType<typeof conditionOf> & { count: number }>();
  for (const row of rows) {
    const condition = conditionOf(row);
    const count = (conditions.get(condition.words)?.count ?? 0) + 1;
    conditions.set(condition.words, { ...condition, count });
  }
  return (
    <p
      aria-label="All devices"
      className="flex flex-wrap items-center gap-x-5 gap-y-1 rounded-panel border border-border bg-surface px-4 py-2 text-base"
    >
      <span className="whitespace-nowrap">
        <span className="font-medium">{rows.length}</span>{' '}
        <span className="text-muted">{rows.length === 1 ? 'device' : 'devices'}</span>
      </span>
      {[...conditions.values()]
        .sort((a, b) => a.order - b.order)
        .map(({ level, words, count }) => (
          <Status key={words} level={level}>
            <span>
              <span className="font-medium">{count}</span>{' '}
              <span className="text-muted">{words}</span>
            </span>
          </Status>
        ))}
    </p>
  );
}
