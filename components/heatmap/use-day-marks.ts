'use client';

import { useEffect, useState } from 'react';
import { callApi } from '#components/api/send.ts';
import type { AlertTransition, Severity } from '#lib/model/alert.ts';
import type { GpuEvent } from '#lib/model/gpu-event.ts';

/** Something that happened, on the axis of the scrubber. */
export interface DayMark {
  readonly timeMs: number;
  readonly severity: Severity;
  readonly title: string;
}

const most = 500;

/** What fired and what happened to GPUs between two moments; none while nobody looks. */
export function useDayMarks(startMs: number | null, endMs: number | null): readonly DayMark[] {
  const [marks, setMarks] = useState<readonly DayMark[]>([]);
  useEffect(() => {
    if (startMs === null || endMs === null) return undefined;
    const ended = new AbortController();
    // Without them the map shows the same: a failure to read them is nobody's concern.
    Promise.all([readEvents(startMs, endMs, ended.signal), readFirings(startMs, ended.signal)])
      .then((lists) => setMarks(lists.flat()))
      .catch(() => undefined);
    return () => ended.abort();
  }, [startMs, endMs]);
  return marks;
}

async function readEvents(startMs: number, endMs: number, signal: AbortSignal): Promise<DayMark[]> {
  const range = `start=${startMs}&end=${endMs}&limit=${most}`;
  const events = await readItems<GpuEvent>(`/api/v1/gpu-events?${range}`, signal);
  return events.map(({ timeMs, severity, host, title }) => {
    return { timeMs, severity, title: `${title}, ${host}` };
  });
}

async function readFirings(startMs: number, signal: AbortSignal): Promise<DayMark[]> {
  const steps = await readItems<AlertTransition>(`/api/v1/alerts/history?limit=${most}`, signal);
  return steps
    .filter(({ to, atMs }) => to === 'firing' && atMs >= startMs)
    .map(({ atMs, severity, ruleName, labels }) => {
      const where = labels['host'] ?? labels['device'] ?? '';
      return { timeMs: atMs, severity, title: where === '' ? ruleName : `${ruleName}, ${where}` };
    });
}

async function readItems<Item>(url: string, signal: AbortSignal): Promise<readonly Item[]> {
  const answer = await callApi<{ items: readonly Item[] }>('GET', url, undefined, signal);
  return answer.ok ? answer.value.items : [];
}
