'use client';

import type { Run } from '#lib/model/run.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { TrainingOffer } from './run-device.ts';
import { RunCard } from './run-card.tsx';
import { RunTable } from './run-table.tsx';
import { StartRun } from './start-run.tsx';
import { TrainingAxis } from './training-axis.tsx';
import { isActive, useRuns } from './use-runs.ts';

/** What runs now, how fast, and what ran before. */
export function TrainingBoard({
  initial,
  offers,
  mayOperate,
}: {
  initial: readonly Run[];
  offers: readonly TrainingOffer[];
  mayOperate: boolean;
}) {
  const { runs, put } = useRuns(initial);
  const active = runs.filter(isActive);
  return (
    <div className="grid grid-cols-12 gap-4">
      <header className="col-span-12 flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 text-muted">
          {active.length === 0
            ? 'Nothing runs. A run puts a known load on a device and shows what it delivers.'
            : `${active.length} ${active.length === 1 ? 'run' : 'runs'} under way, on synthetic data.`}
        </p>
        {mayOperate && <StartRun offers={offers} busy={active} onStarted={put} />}
      </header>
      {active.map((run) => (
        <div key={run.id} className="col-span-12 xl:col-span-6">
          <RunCard run={run} mayStop={mayOperate} onChange={put} />
        </div>
      ))}
      <TrainingAxis />
      <Panel
        title="Runs"
        flush={runs.length > 0}
        className="col-span-12"
        state={
          runs.length === 0
            ? {
                kind: 'empty',
                title: mayOperate
                  ? 'No run yet. Start one above: its losses, throughput and end stay here.'
                  : 'No run yet. An operator can start one here.',
              }
            : { kind: 'ready' }
        }
      >
        <RunTable runs={runs} />
      </Panel>
    </div>
  );
}
