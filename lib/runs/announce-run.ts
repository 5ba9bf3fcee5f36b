import type { LiveHub } from '#lib/live/hub.ts';
import type { Run } from '#lib/model/run.ts';

/** Message of the live topic `training`: a run that is new or has changed. */
export interface RunMessage {
  readonly kind: 'run';
  readonly run: Run;
}

export function announceRun(hub: Pick<LiveHub, 'announce'>, run: Run): void {
  const message: RunMessage = { kind: 'run', run };
  hub.announce('training', message);
}
