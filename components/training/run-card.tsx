'use client';

import { Square } from 'lucide-react';
import Link from 'next/link';
import { formatDuration } from '#lib/format/duration.ts';
import type { Run } from '#lib/model/run.ts';
import { useSend } from '#components/api/use-send.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNow } from '#components/ui/clock.ts';
import { FormError } from '#components/ui/form-error.tsx';
import { RunStateMark } from './run-state.tsx';
import { workloadNotes } from './workload-notes.ts';

const fields = ['step', 'loss', 'samples_per_second', 'tokens_per_second', 'step_seconds'];

const numbers = [
  ['step', 'steps', 'count'],
  ['samples_per_second', 'throughput', 'samples_per_second'],
  ['step_seconds', 'a step', 'seconds'],
  ['loss', 'loss', 'none'],
] as const;

/** A run that is under way: how far, how fast, and the way to end it. */
export function RunCard({
  run,
  mayStop,
  onChange,
}: {
  run: Run;
  mayStop: boolean;
  onChange: (run: Run) => void;
}) {
  const { busy, error, send } = useSend<Run>();
  const stop = async (): Promise<void> => {
    const answer = await send('POST', `/api/v1/runs/${encodeURIComponent(run.id)}/stop`);
    if (answer.ok) onChange(answer.value);
  };
  return (
    <article className="flex flex-col gap-3 rounded-panel border border-border bg-surface px-4 py-3">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="font-medium">
          <Link className="hover:underline" href={`/training/${encodeURIComponent(run.id)}`}>
            {workloadNotes[run.workload].title}
          </Link>
        </h3>
        <span className="text-sm text-muted">
          {run.host} › {run.device === 'cpu' ? 'processor' : run.device}
        </span>
        <RunStateMark run={run} />
        {mayStop && (
          <Button
            size="small"
            className="ml-auto"
            busy={busy}
            disabled={run.state === 'stopping'}
            onClick={() => void stop()}
          >
            <Square aria-hidden className="size-3" />
            {run.state === 'stopping' ? 'Stopping' : 'Stop'}
          </Button>
        )}
      </header>
      <Progress run={run} />
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
        {numbers.map(([field, name, unit]) => (
          <div key={field} className="flex flex-col">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-lg font-medium">
              <LiveValue
                fields={fields}
                line={{ measurement: 'training', field, match: { run: [run.id] } }}
                unit={unit}
                initial={null}
              />
            </dd>
          </div>
        ))}
      </dl>
      <FormError error={error} />
    </article>
  );
}

/** Of the time it was given; a run that is starting loads and compiles first. */
function Progress({ run }: { run: Run }) {
  const now = useNow();
  const elapsed = now === null ? 0 : Math.max(0, (now - run.startedAtMs) / 1000);
  const share = Math.min(1, elapsed / run.seconds);
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label="Time passed"
        aria-valuemin={0}
        aria-valuemax={run.seconds}
        aria-valuenow={Math.min(run.seconds, Math.round(elapsed))}
        className="h-1.5 flex-1 overflow-hidden rounded-full bg-raised"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
      <span className="min-w-36 text-right text-xs text-muted tabular-nums">
        {run.state === 'starting'
          ? 'loading and compiling'
          : `${formatDuration(Math.min(run.seconds, Math.round(elapsed)))} of ${formatDuration(run.seconds)}`}
      </span>
    </div>
  );
}
