'use client';

import { useRef, type RefObject } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { Found } from './hall-scene.ts';
import type { HeatMetric } from './heat-metric.ts';
import { describeFound } from './pointed-note.ts';
import { useMapGestures } from './use-map-gestures.ts';
import type { SceneHandles } from './use-hall-scene.ts';

export interface HallCanvasProps {
  readonly handles: SceneHandles;
  readonly metric: HeatMetric;
  readonly racks: number;
  /** Values are as old as the moment shown. */
  readonly isReplay: boolean;
  readonly onClick: (found: Found | null) => void;
  readonly className?: string;
}

/** The map with its note under the pointer; it zooms and moves, and takes the keyboard. */
export function HallCanvas(props: HallCanvasProps) {
  const { metric, racks, isReplay, onClick, className } = props;
  const { box, cells, frame, scene } = props.handles;
  const note = useRef<HTMLDivElement>(null);
  const gestures = useMapGestures(box, scene, {
    onClick,
    onPoint(found, x, y) {
      const words = found && describeFound(found, metric, isReplay ? null : Date.now());
      showNote(note.current, words, x, y);
      note.current?.parentElement?.style.setProperty('cursor', found ? 'pointer' : 'grab');
    },
  });
  return (
    <div
      ref={box}
      role="group"
      tabIndex={0}
      aria-label={`Map of ${racks} racks coloured by ${metric.label}: arrows move it, plus, minus and 0 zoom, j and k choose a rack`}
      className={classNames(
        'relative cursor-grab touch-none overflow-hidden bg-background select-none focus-visible:-outline-offset-2',
        className,
      )}
      {...gestures}
    >
      <canvas ref={cells} aria-hidden className="absolute inset-0 size-full" />
      <canvas ref={frame} aria-hidden className="absolute inset-0 size-full" />
      <NoteBox note={note} />
    </div>
  );
}

export function NoteBox({ note }: { note: RefObject<HTMLDivElement | null> }) {
  return (
    <div
      ref={note}
      hidden
      className="pointer-events-none absolute top-0 left-0 z-10 max-w-72 rounded-control border border-border-strong bg-raised px-2.5 py-1.5 text-xs shadow-sm"
    >
      <p className="font-medium" />
      <p className="text-muted" />
    </div>
  );
}

/** Moves with the pointer, so it is written in place. */
export function showNote(
  note: HTMLDivElement | null,
  words: { readonly title: string; readonly text: string } | null,
  x: number,
  y: number,
): void {
  if (!note) return;
  note.hidden = words === null;
  const [title, text] = note.querySelectorAll('p');
  if (!words || !title || !text) return;
  title.textContent = words.title;
  text.textContent = words.text;
  const room = note.parentElement;
  const isRight = x > (room?.clientWidth ?? 0) / 2;
  const isLow = y > (room?.clientHeight ?? 0) - 80;
  const [dx, dy] = [isRight ? 'calc(-100% - 12px)' : '12px', isLow ? 'calc(-100% - 12px)' : '16px'];
  note.style.transform = `translate(${x}px, ${y}px) translate(${dx}, ${dy})`;
}
