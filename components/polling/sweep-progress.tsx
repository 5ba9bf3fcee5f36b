'use client';

import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Status } from '#components/ui/status.tsx';
import type { FollowedSweep } from './use-sweep.ts';
import type { Sweep } from './sweep.ts';

/** How far a sweep is, with a count and a way to stop it. */
export function SweepProgress({ sweep, error, cancel }: FollowedSweep) {
  const { done, total, found } = sweep;
  const share = total === 0 ? 0 : done / total;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <p role="status" className="min-w-0 flex-1">
          <StateWords sweep={sweep} />{' '}
          <span className="text-muted tabular-nums">
            {done.toLocaleString('en')} of {total.toLocaleString('en')} addresses and ports asked,{' '}
            {found.length === 1 ? '1 device' : `${found.length} devices`} found
          </span>
        </p>
        {sweep.state === 'running' && (
          <Button size="small" onClick={() => void cancel()}>
            Cancel
          </Button>
        )}
      </div>
      <div
        role="progressbar"
        aria-label="Addresses and ports asked"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <FormError error={sweep.problem ?? error} />
    </div>
  );
}

function StateWords({ sweep }: { sweep: Sweep }) {
  switch (sweep.state) {
    case 'running':
      return <Status level="pending">The agent of {sweep.host} asks:</Status>;
    case 'finished':
      return <Status level="ok">Done:</Status>;
    case 'cancelled':
      return <Status level="info">Cancelled:</Status>;
    case 'failed':
      return <Status level="critical">Failed:</Status>;
  }
}
