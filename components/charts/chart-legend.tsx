'use client';

import { useImperativeHandle, useRef, type Ref } from 'react';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { classNames } from '#components/ui/class-names.ts';
import type { ChartLine } from './chart-model.ts';
import { lineColour } from './palette.ts';
import { valueAt } from './row-value.ts';
import type { ChartData } from './series-buffer.ts';

export interface LegendHandle {
  /** Writes the values of a row, or the newest ones, past React: they change with every frame. */
  readonly show: (data: ChartData, row: number | null) => void;
}

/** Names, colours and values of the lines; pressing one hides it. */
export function ChartLegend({
  handle,
  unit,
  lines,
  hidden,
  onToggle,
}: {
  handle: Ref<LegendHandle>;
  unit: DisplayUnit;
  lines: readonly ChartLine[];
  hidden: ReadonlySet<number>;
  onToggle: (line: number) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useImperativeHandle(
    handle,
    () => ({
      show(data, row) {
        const places = list.current?.querySelectorAll('[data-value]') ?? [];
        places.forEach((place, line) => {
          const text = formatText(valueAt(data, line, row), unit);
          if (place.textContent !== text) place.textContent = text;
        });
      },
    }),
    [unit],
  );
  return (
    <ul
      ref={list}
      className="order-last flex w-full min-w-0 flex-wrap gap-x-1 overflow-hidden max-md:-mx-1.5 md:order-none md:w-auto md:flex-1"
    >
      {lines.map((line, index) => (
        <li key={line.key} className="min-w-0">
          <button
            type="button"
            aria-pressed={!hidden.has(index)}
            title={hidden.has(index) ? `Show ${line.label}` : `Hide ${line.label}`}
            onClick={() => onToggle(index)}
            className={classNames(
              'flex h-6 max-w-full items-center gap-1.5 rounded-[4px] px-1.5 text-xs hover:bg-raised',
              hidden.has(index) && 'opacity-45',
            )}
          >
            <span
              aria-hidden
              className="h-0.5 w-3 shrink-0 rounded-full"
              style={{ background: lineColour(line, index) }}
            />
            <span className="min-w-0 truncate text-muted">{line.short ?? line.label}</span>
            <span
              data-value
              className="min-w-12 text-left whitespace-nowrap text-text tabular-nums"
            >
              –
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
