'use client';

import { useState } from 'react';
import type { Run } from '#lib/model/run.ts';
import { callApi } from '#components/api/send.ts';
import { useTopic } from '#components/live/use-topic.ts';

/** Runs as they were when the page was made, kept current by the stream. Newest first. */
export function useRuns(initial: readonly Run[]): {
  readonly runs: readonly Run[];
  readonly put: (run: Run) => void;
} {
  const [changed, setChanged] = useState<ReadonlyMap<string, Run>>(new Map());
  const put = (run: Run): void => setChanged((before) => new Map(before).set(run.id, run));

  useTopic(
    'training',
    (payload) => {
      const run = runOf(payload);
      if (run) put(run);
    },
    () => {
      const readAgain = async (): Promise<void> => {
        const answer = await callApi<{ items: readonly Run[] }>('GET', '/api/v1/runs');
        if (answer.ok) for (const run of answer.value.items) put(run);
      };
      readAgain().catch(() => undefined);
    },
  );

  const known = new Map(initial.map((run) => [run.id, run]));
  for (const [id, run] of changed) known.set(id, run);
  const runs = [...known.values()].sort((a, b) => b.startedAtMs - a.startedAtMs);
  return { runs, put };
}

/** The topic carries `{kind: 'run', run}`; other kinds may come later. */
function runOf(payload: unknown): Run | null {
  const message = payload as { kind?: unknown; run?: Run } | null;
  return message?.kind === 'run' && message.run ? message.run : null;
}

export function isActive(run: Run): boolean {
  return run.state === 'starting' || run.state === 'running' || run.state === 'stopping';
}
