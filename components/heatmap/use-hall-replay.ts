'use client';

import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import type { HallScene } from './hall-scene.ts';
import type { ScrubberProps } from './scrubber.tsx';
import { useDayMarks } from './use-day-marks.ts';
import type { MapAddress } from './use-map-address.ts';
import { replayStepMs, useReplay } from './use-replay.ts';

const dayMs = 86_400_000;
/** Browsers bound how often an address may change. */
const keepAfterMs = 150;
const noDay = { startMs: 0, endMs: dayMs };

/** The last day of the map: which moment is shown, and what the scrubber needs to change it. */
export function useHallReplay(
  { metric, atMs, set }: MapAddress,
  scene: RefObject<HallScene | null>,
): ScrubberProps {
  const [day, setDay] = useState<{ startMs: number; endMs: number } | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  // The server draws no clock that the browser would have to correct: the day begins with the page.
  const begin = useEffectEvent(() => {
    const nowMs = Math.floor(Date.now() / replayStepMs) * replayStepMs;
    const isOld = atMs !== null && atMs < nowMs - dayMs;
    const endMs = isOld ? Math.min(nowMs, atMs + dayMs / 2) : nowMs;
    setDay({ startMs: endMs - dayMs, endMs });
  });
  useEffect(() => begin(), []);
  // Ahead of the address, which may not change as often as a dragged handle does.
  const [draggedMs, setDragged] = useState<number | null>(null);
  const shownMs = draggedMs ?? atMs;
  const isReplay = atMs !== null || isPlaying;
  const replay = useReplay(metric, day ?? noDay, isReplay && day !== null, (frame) =>
    scene.current?.take(frame),
  );
  const marks = useDayMarks(day?.startMs ?? null, day?.endMs ?? null);
  const show = useEffectEvent(() => {
    if (shownMs !== null && !isPlaying) replay.show(shownMs);
  });
  useEffect(() => show(), [shownMs, replay.loaded, isPlaying]);

  const keep = useEffectEvent((timeMs: number) => set({ at: new Date(timeMs).toISOString() }));
  useEffect(() => {
    if (draggedMs === null) return undefined;
    const timer = setTimeout(() => keep(draggedMs), keepAfterMs);
    return () => clearTimeout(timer);
  }, [draggedMs]);

  const seek = (timeMs: number): void => {
    // The address leaves now at once: live frames must not draw over the replay.
    if (atMs === null) set({ at: new Date(timeMs).toISOString() });
    else setDragged(timeMs);
  };
  return {
    ...(day ?? noDay),
    atMs: shownMs,
    isPlaying,
    marks: day === null ? [] : marks,
    note: noteOf(replay),
    onSeek: seek,
    onPlay(next) {
      if (next && atMs === null && day) seek(day.startMs);
      setPlaying(next);
    },
    onLive() {
      setPlaying(false);
      setDragged(null);
      set({ at: null });
    },
    onFrame: (timeMs) => replay.show(timeMs),
  };
}

function noteOf({ loaded, total, error }: { loaded: number; total: number; error: string | null }) {
  if (error !== null) return error;
  return loaded < total ? `${loaded} of ${total}` : null;
}
