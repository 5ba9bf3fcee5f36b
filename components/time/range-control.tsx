'use client';

import { ChevronDown, History } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { formatClock, formatDay, formatDayClock } from '#lib/format/time.ts';
import { liveRange, relativeRanges, type TimeRange } from '#lib/model/time-range.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Menu, type MenuHandle } from '#components/ui/menu.tsx';
import { useTimeRange } from './use-time-range.ts';

// Loaded when it is first chosen.
const CustomRange = dynamic(
  () => import('./custom-range.tsx').then((module) => module.CustomRange),
  { loading: () => <div className="skeleton m-3 h-44 w-56" />, ssr: false },
);

/** Live, the last minutes to a year, or two moments; what is chosen stands in the address. */
export function RangeControl() {
  const { range, set, changing } = useTimeRange();
  const { zone } = usePreferences();
  const menu = useRef<MenuHandle>(null);
  const [custom, setCustom] = useState(false);
  const choose = (next: TimeRange): void => {
    menu.current?.close();
    set(next);
  };
  return (
    <span className="flex items-center gap-1">
      {range.kind === 'absolute' && (
        <Button size="small" onClick={() => set(liveRange)}>
          <History aria-hidden className="size-3.5" /> Live
        </Button>
      )}
      <Menu
        handle={menu}
        label="Time range"
        onClose={() => setCustom(false)}
        trigger={
          <span
            className={classNames(buttonClass('quiet', 'small'), changing && 'opacity-60')}
            aria-live="polite"
          >
            {rangeLabel(range, zone)}
            <ChevronDown aria-hidden className="size-3.5" />
          </span>
        }
      >
        {custom ? (
          <CustomRange range={range} zone={zone} onChoose={choose} />
        ) : (
          <ul className="flex w-48 flex-col p-1">
            {relativeRanges.map((choice) => (
              <li key={choice.key}>
                <RangeChoice
                  label={choice.label}
                  chosen={range.kind === 'relative' && range.seconds === choice.seconds}
                  onClick={() => choose({ kind: 'relative', seconds: choice.seconds })}
                />
              </li>
            ))}
            <li className="mt-1 border-t border-border pt-1">
              <RangeChoice
                label="Custom…"
                chosen={range.kind === 'absolute'}
                onClick={() => setCustom(true)}
              />
            </li>
          </ul>
        )}
      </Menu>
    </span>
  );
}

function RangeChoice({
  label,
  chosen,
  onClick,
}: {
  label: string;
  chosen: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onClick}
      className={classNames(
        'flex h-8 w-full items-center rounded-control px-2.5 text-sm hover:bg-surface',
        chosen && 'text-accent',
      )}
    >
      {label}
    </button>
  );
}

function rangeLabel(range: TimeRange, zone: string): string {
  if (range.kind === 'absolute') {
    const sameDay = formatDay(range.startMs, zone) === formatDay(range.endMs, zone);
    const end = sameDay
      ? formatClock(range.endMs, zone).slice(0, 5)
      : formatDayClock(range.endMs, zone);
    return `${formatDayClock(range.startMs, zone)} – ${end}`;
  }
  return relativeRanges.find((choice) => choice.seconds === range.seconds)?.label ?? 'Live';
}
