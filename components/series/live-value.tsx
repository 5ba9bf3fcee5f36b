'use client';

import { useEffect, useRef } from 'react';
import { formatAge } from '#lib/format/duration.ts';
import { formatValue, type DisplayUnit } from '#lib/format/value.ts';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { onSecond } from '#components/ui/clock.ts';
import { currentMs, lineValue, liveField, newestSampleMs } from './line-value.ts';
import type { SeriesLine } from './series-line.ts';
import { useOwnPlaces } from './use-own-places.ts';

export interface LiveValueProps {
  /** What is shown; several matching series are merged as the line says. */
  readonly line: Omit<SeriesLine, 'key' | 'label'>;
  /** All fields of one measurement that stand near each other: they travel in one subscription. */
  readonly fields?: readonly string[];
  /** Only entities with these tags, out of a subscription that a whole table shares. */
  readonly entity?: Readonly<Record<string, string>>;
  readonly unit: DisplayUnit;
  /** What the server knew when it made the page. */
  readonly initial: number | null;
  readonly initialTimeMs?: number;
  /** Class of the unit. */
  readonly unitClass?: string;
}

/** A number that follows the stream without React: it changes in place and never moves its row. */
export function LiveValue({
  line,
  fields,
  entity,
  unit,
  initial,
  initialTimeMs = 0,
  unitClass = 'text-faint',
}: LiveValueProps) {
  const root = useRef<HTMLSpanElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const symbol = useRef<HTMLSpanElement>(null);
  const sampleMs = useRef(initialTimeMs);
  const question = {
    measurement: line.measurement,
    fields: fields ?? [liveField(line)],
    ...(line.match && { match: line.match }),
  };

  const freshMs = line.freshMs ?? currentMs;
  const placesIn = useOwnPlaces(entity);

  useLiveFrame(question, (update: FrameUpdate) => {
    const places = placesIn(update);
    sampleMs.current = newestSampleMs(update, places);
    const formatted = formatValue(lineValue(line, update, places), unit);
    write(number.current, formatted.text);
    write(symbol.current, formatted.unit === '' ? '' : `\u00a0${formatted.unit}`);
  });

  useEffect(
    () =>
      onSecond(() => {
        const ageMs = Date.now() - sampleMs.current;
        const isOld = sampleMs.current > 0 && ageMs > freshMs;
        root.current?.toggleAttribute('data-old', isOld);
        if (root.current) root.current.title = isOld ? `${formatAge(ageMs)} old` : '';
      }),
    [freshMs],
  );

  const formatted = formatValue(initial, unit);
  return (
    <span
      ref={root}
      className="whitespace-nowrap tabular-nums data-old:hatched data-old:opacity-60"
    >
      <span ref={number}>{formatted.text}</span>
      <span ref={symbol} className={unitClass}>
        {formatted.unit === '' ? '' : `\u00a0${formatted.unit}`}
      </span>
    </span>
  );
}

function write(place: HTMLElement | null, text: string): void {
  if (place && place.textContent !== text) place.textContent = text;
}
