'use client';

import { Pause, Play, Radio } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { formatDayClock } from '#lib/format/time.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { DayMark } from './use-day-marks.ts';
import { replayStepMs } from './use-replay.ts';

export interface ScrubberProps {
  readonly startMs: number;
  readonly endMs: number;
  /** Null is now. */
  readonly atMs: number | null;
  readonly isPlaying: boolean;
  readonly marks: readonly DayMark[];
  /** Beside the time: how much has come, or what went wrong. */
  readonly note: string | null;
  readonly onSeek: (timeMs: number) => void;
  readonly onPlay: (isPlaying: boolean) => void;
  readonly onLive: () => void;
  /** Draws the moment past React. */
  readonly onFrame: (timeMs: number) => void;
}

const track =
  '[&::-webkit-slider-runnable-track]:h-1 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-border-strong [&::-moz-range-track]:h-1 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-border-strong';
const thumb =
  '[&::-webkit-slider-thumb]:-mt-1.5 [&::-webkit-slider-thumb]:size-4 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:bg-accent [&::-moz-range-thumb]:size-4 [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-accent';

/** A day in a minute. */
const playedMsPerMs = 1440;

/** The last day under the map: what happened as marks, and a handle for the moment shown. */
export function Scrubber(props: ScrubberProps) {
  const { startMs, endMs, atMs, isPlaying, marks, note, onSeek, onPlay, onLive } = props;
  const slider = useRef<HTMLInputElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const { zone } = usePreferences();
  const shownMs = atMs ?? endMs;
  const playedMs = usePlayback(props, slider, label, zone);
  const pause = (): void => {
    onPlay(false);
    onSeek(Math.floor(playedMs.current / replayStepMs) * replayStepMs);
  };
  // Not controlled: while it plays the handle moves without React.
  useEffect(() => {
    if (!isPlaying) showMoment(slider.current, null, shownMs, zone);
  }, [isPlaying, shownMs, startMs, endMs, zone]);
  return (
    <div className="flex items-center gap-2 border-t border-border bg-surface px-3 py-1.5">
      <IconButton
        label={isPlaying ? 'Pause' : 'Play the last day'}
        icon={isPlaying ? <Pause className="size-4" /> : <Play className="size-4" />}
        onClick={() => (isPlaying ? pause() : onPlay(true))}
      />
      <div className="relative h-9 min-w-0 flex-1">
        <Marks marks={marks} startMs={startMs} endMs={endMs} />
        <input
          ref={slider}
          type="range"
          aria-label="Moment shown"
          aria-valuetext={atMs === null ? 'now' : formatDayClock(shownMs, zone)}
          min={startMs}
          max={endMs}
          step={replayStepMs}
          defaultValue={shownMs}
          onChange={(event) => onSeek(Number(event.target.value))}
          className={`absolute inset-x-0 bottom-0 h-5 w-full cursor-pointer appearance-none bg-transparent ${track} ${thumb}`}
        />
      </div>
      <span className="flex w-24 shrink-0 flex-col items-end text-xs leading-4 sm:w-32">
        <span ref={label} className={classNames('tabular-nums', atMs === null && 'text-muted')}>
          {atMs === null ? 'now' : formatDayClock(shownMs, zone)}
        </span>
        <span role="status" className="max-w-full truncate text-faint" title={note ?? undefined}>
          {note ?? (atMs === null ? 'last 24 h' : 'replay')}
        </span>
      </span>
      <Button size="small" look="plain" onClick={onLive} disabled={atMs === null}>
        <Radio aria-hidden className="size-3.5" /> <span className="max-sm:sr-only">Live</span>
      </Button>
    </div>
  );
}

/** The handle runs with the frames; React hears of it when it stops. @returns the moment shown */
function usePlayback(
  { atMs, startMs, endMs, isPlaying, onFrame, onPlay, onSeek }: ScrubberProps,
  slider: RefObject<HTMLInputElement | null>,
  label: RefObject<HTMLSpanElement | null>,
  zone: string,
): RefObject<number> {
  const playedMs = useRef(0);
  const begin = useEffectEvent(() => (atMs === null || atMs >= endMs ? startMs : atMs));
  const step = useEffectEvent((timeMs: number) => {
    playedMs.current = timeMs;
    onFrame(timeMs);
    showMoment(slider.current, label.current, timeMs, zone);
    if (timeMs < endMs) return;
    onPlay(false);
    onSeek(endMs);
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    let shownMs = begin();
    let beforeMs = performance.now();
    const run = (nowMs: number): void => {
      // A tab that was hidden goes on where it was.
      const passed = Math.min(100, nowMs - beforeMs) * playedMsPerMs;
      beforeMs = nowMs;
      shownMs = Math.min(endMs, shownMs + passed);
      step(shownMs);
      wanted = requestAnimationFrame(run);
    };
    let wanted = requestAnimationFrame(run);
    return () => cancelAnimationFrame(wanted);
  }, [isPlaying, endMs]);
  return playedMs;
}

function showMoment(
  slider: HTMLInputElement | null,
  label: HTMLElement | null,
  timeMs: number,
  zone: string,
): void {
  if (slider) slider.value = String(timeMs);
  if (label) label.textContent = formatDayClock(timeMs, zone);
}

function Marks({
  marks,
  startMs,
  endMs,
}: {
  marks: readonly DayMark[];
  startMs: number;
  endMs: number;
}) {
  return (
    <div className="absolute inset-x-2 top-0 h-4">
      <div className="absolute inset-x-0 bottom-0 h-px bg-border" />
      {marks.map(({ timeMs, severity, title }, index) => (
        <span
          key={index}
          title={title}
          className={classNames(
            'absolute bottom-0 w-0.5',
            severity === 'critical' ? 'h-3.5 bg-critical' : 'h-2.5 bg-warning',
          )}
          style={{ left: `${((timeMs - startMs) / (endMs - startMs)) * 100}%` }}
        />
      ))}
    </div>
  );
}
