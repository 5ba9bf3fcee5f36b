'use client';

import type { Run } from '#lib/model/run.ts';
import { Time } from '#components/ui/time.tsx';
import { Value } from '#components/ui/value.tsx';
import { RunCard } from './run-card.tsx';
import { RunStateMark } from './run-state.tsx';
import { TrainingAxis } from './training-axis.tsx';
import { isActive, useRuns } from './use-runs.ts';
import { workloadNotes } from './workload-notes.ts';

/** One run from its start to its end. */
export function RunPage({ initial, mayOperate }: { initial: Run; mayOperate: boolean }) {
  const { runs, put } = useRuns([initial]);
  const run = runs.find((each) => each.id === initial.id) ?? initial;
  const note = workloadNotes[run.workload];
  return (
    <div className="grid grid-cols-12 gap-4">
      {isActive(run) && (
        <div className="col-span-12">
          <RunCard run={run} mayStop={mayOperate} onChange={put} />
        </div>
      )}
      <section className="col-span-12 rounded-panel border border-border bg-surface px-4 py-3">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h2 className="text-xl font-medium tracking-tight">{note.title}</h2>
          <RunStateMark run={run} />
          {run.reason !== null && <p className="text-text">{run.reason}</p>}
        </div>
        <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-muted">
          <span>
            {run.host} › {run.device === 'cpu' ? 'processor' : run.device}
          </span>
          <span>seed {run.seed}</span>
          <span>
            given <Value value={run.seconds} unit="seconds" />
          </span>
          <span>
            from <Time timeMs={run.startedAtMs} />
          </span>
          {run.endedAtMs !== null && (
            <span>
              to <Time timeMs={run.endedAtMs} />
            </span>
          )}
          <span>by {run.requestedBy}</span>
        </p>
        <p className="mt-2 max-w-prose text-sm text-muted">
          {note.what} It trains on {note.data}: throughput is real, the model is of no use.
        </p>
      </section>
      <TrainingAxis run={run.id} hosts={[run.host]} hasTokens={run.workload === 'gpt'} />
    </div>
  );
}
