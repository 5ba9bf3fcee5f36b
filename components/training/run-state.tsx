import type { Run, RunState } from '#lib/model/run.ts';
import { Status, type StatusLevel } from '#components/ui/status.tsx';

const looks: Record<RunState, readonly [level: StatusLevel, word: string]> = {
  starting: ['pending', 'starting'],
  running: ['ok', 'running'],
  stopping: ['pending', 'stopping'],
  finished: ['ok', 'finished'],
  stopped: ['info', 'stopped'],
  failed: ['critical', 'failed'],
  refused: ['warning', 'refused'],
  lost: ['critical', 'lost'],
};

export function RunStateMark({ run }: { run: Pick<Run, 'state' | 'reason'> }) {
  const [level, word] = looks[run.state];
  return (
    <Status level={level}>
      <span title={run.reason ?? undefined}>{word}</span>
    </Status>
  );
}
