'use client';

import { useEffect, useMemo, useState } from 'react';
import { timeRangeBounds, type TimeRange } from '#lib/model/time-range.ts';
import { createSeriesBuffer, type SeriesBuffer } from '#components/charts/series-buffer.ts';
import type { LiveConnection } from '#components/live/live-connection.ts';
import { useLiveConnection } from '#components/live/live-provider.tsx';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { followLive } from './follow-live.ts';
import { createMender, type MendTime } from './mend-gaps.ts';
import { loadHistory } from './load-history.ts';
import type { SeriesLine } from './series-line.ts';

export interface SeriesState {
  readonly buffer: SeriesBuffer;
  readonly loading: boolean;
  /** Why there is no history; live values still arrive. */
  readonly error: string | null;
  readonly retry: () => void;
}

/** As many as there are pixels on most charts; more cannot be seen. */
const usualPoints = 900;

/** History of the page's part of time, and what arrives after it while the range is relative. */
export function useSeries(
  lines: readonly SeriesLine[],
  maxPoints: number = usualPoints,
): SeriesState {
  const connection = useLiveConnection();
  const { range } = useTimeRange();
  const [attempt, setAttempt] = useState(0);
  // Lines written in place are new objects at every render, but the same lines.
  const asked = JSON.stringify(lines);
  const question = useMemo(
    () => ({ asked, range, attempt, maxPoints, buffer: createSeriesBuffer(lineCount(asked)) }),
    [asked, range, attempt, maxPoints],
  );
  const [settled, setSettled] = useState<{ question: object | null; error: string | null }>({
    question: null,
    error: null,
  });

  useEffect(
    () =>
      fill(JSON.parse(question.asked) as SeriesLine[], question, connection, (error) =>
        setSettled({ question, error }),
      ),
    [question, connection],
  );

  const isSettled = settled.question === question;
  return {
    buffer: question.buffer,
    loading: !isSettled,
    error: isSettled ? settled.error : null,
    retry: () => setAttempt(attempt + 1),
  };
}

function lineCount(asked: string): number {
  return (JSON.parse(asked) as unknown[]).length;
}

/** Starts live first, so that nothing falls between the end of history and the first frame. */
function fill(
  lines: readonly SeriesLine[],
  {
    range,
    buffer,
    maxPoints,
  }: { readonly range: TimeRange; readonly buffer: SeriesBuffer; readonly maxPoints: number },
  connection: LiveConnection,
  onSettled: (error: string | null) => void,
): () => void {
  const aborter = new AbortController();
  let stepMs = 1000;
  const load = async (): Promise<void> => {
    const window = timeRangeBounds(range, Date.now());
    const history = await loadHistory(lines, window, maxPoints, aborter.signal);
    if (aborter.signal.aborted) return;
    if (history.ok) {
      stepMs = history.stepMs;
      buffer.load(history.data);
    }
    onSettled(history.ok ? null : history.error);
  };
  const reload = (): void => {
    load().catch(() => undefined);
  };
  if (range.kind !== 'relative') {
    reload();
    return () => aborter.abort();
  }
  const mender = createMender(reload, browserTime);
  const stopLive = followLive(
    connection,
    lines,
    buffer,
    () => stepMs,
    () => mender.mend(),
  );
  reload();
  const stopWatching = onReturn(connection, reload, () => mender.mend());
  return () => {
    aborter.abort();
    mender.stop();
    stopLive();
    stopWatching();
  };
}

const browserTime: MendTime = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** After an interruption the store has what the stream has not shown. */
function onReturn(connection: LiveConnection, reload: () => void, mend: () => void): () => void {
  let wasAway = false;
  const onState = (): void => {
    const isLive = connection.state().kind === 'live';
    if (isLive && wasAway) mend();
    wasAway = connection.state().kind === 'offline' || (wasAway && !isLive);
  };
  const onVisible = (): void => {
    if (!document.hidden) reload();
  };
  const stop = connection.onState(onState);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onVisible);
  };
}
