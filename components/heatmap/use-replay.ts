'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ReplayReader } from '#lib/wire/replay.ts';
import type { HeatMetric } from './heat-metric.ts';
import type { SceneFrame } from './hall-scene.ts';

export interface Replay {
  /** Frames that are here, of those announced. */
  readonly loaded: number;
  readonly total: number;
  readonly error: string | null;
  /** Draws the frame at or before a moment, without React. @returns its time, null without one */
  readonly show: (timeMs: number) => number | null;
}

interface Recording {
  entities: SceneFrame['entities'];
  timesMs: number[];
  values: Float32Array[];
  /** Ages say nothing here, but a frame has them. */
  sampleTimesMs: Float64Array;
}

/** Progress is told to React this often; frames come far more often. */
const tellEveryMs = 200;
/** As many as are worth holding: a day at one a minute. */
export const replayStepMs = 60_000;

/** Reads the hall's past between two moments, while `isWanted`; frames show as soon as they come. */
export function useReplay(
  metric: HeatMetric,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  isWanted: boolean,
  onFrame: (frame: SceneFrame) => void,
): Replay {
  const recording = useRef<Recording>(emptyRecording());
  const [progress, setProgress] = useState({ loaded: 0, total: 0 });
  const [error, setError] = useState<string | null>(null);
  const draw = useEffectEvent(onFrame);
  const { measurement, field } = metric;

  useEffect(() => {
    if (!isWanted) return undefined;
    const ended = new AbortController();
    recording.current = emptyRecording();
    setProgress({ loaded: 0, total: 0 });
    setError(null);
    const query = new URLSearchParams({ measurement, fields: field, step: '1m' });
    query.set('start', String(startMs));
    query.set('end', String(endMs));
    read(`/api/v1/replay?${query.toString()}`, recording.current, ended.signal, setProgress).catch(
      (cause: unknown) => {
        if (!ended.signal.aborted) setError(cause instanceof Error ? cause.message : String(cause));
      },
    );
    return () => ended.abort();
  }, [measurement, field, startMs, endMs, isWanted]);

  const show = (timeMs: number): number | null => {
    const { entities, timesMs, values, sampleTimesMs } = recording.current;
    const index = lastAtOrBefore(timesMs, timeMs);
    const [frame, frameMs] = [values[index], timesMs[index]];
    if (!frame || frameMs === undefined) return null;
    draw({ entities, values: frame, timesMs: sampleTimesMs, nowMs: frameMs, staleMs: Infinity });
    return frameMs;
  };
  return { ...progress, error, show };
}

async function read(
  url: string,
  recording: Recording,
  signal: AbortSignal,
  onProgress: (progress: { loaded: number; total: number }) => void,
): Promise<void> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(await wordsOf(response));
  const wire = await import('#lib/wire/replay.ts');
  const reader = new wire.ReplayReader();
  const chunks = response.body.getReader();
  const tell = (): void =>
    onProgress({ loaded: recording.timesMs.length, total: reader.layout?.frames ?? 0 });
  let toldMs = 0;
  for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) {
    keep(recording, reader, chunk.value);
    if (performance.now() - toldMs < tellEveryMs) continue;
    toldMs = performance.now();
    tell();
  }
  tell();
  if (!reader.isComplete) throw new Error('The replay was cut off; what came of it can be seen.');
}

function keep(recording: Recording, reader: ReplayReader, chunk: Uint8Array): void {
  for (const { timeMs, columns } of reader.push(chunk)) {
    recording.timesMs.push(timeMs);
    recording.values.push(columns[0] ?? new Float32Array(0));
  }
  const entities = reader.layout?.entities;
  if (!entities || recording.entities === entities) return;
  recording.entities = entities;
  recording.sampleTimesMs = new Float64Array(entities.length);
}

async function wordsOf(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => null);
  const isRefusal = typeof answer === 'object' && answer !== null && 'error' in answer;
  return isRefusal ? String(answer.error) : `The server answered ${response.status}.`;
}

function emptyRecording(): Recording {
  return { entities: [], timesMs: [], values: [], sampleTimesMs: new Float64Array(0) };
}

function lastAtOrBefore(times: readonly number[], timeMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
