import type { ReactNode } from 'react';
import { formatValue, type DisplayUnit } from '#lib/format/value.ts';
import { Age } from './age.tsx';
import { classNames } from './class-names.ts';

export interface TileProps {
  readonly label: string;
  readonly value: number | null;
  readonly unit: DisplayUnit;
  /** Under the number: where, or compared with what. */
  readonly detail?: ReactNode;
  /** A `Sparkline`; its place is kept when there is none. */
  readonly sparkline?: ReactNode;
  /** Time of the newest sample behind the number. */
  readonly timeMs?: number | null;
  /** How the number was made, on hover. */
  readonly how?: string;
  readonly className?: string;
}

/** One number: large figures, lighter unit, an hour of history, and how old it is. */
export function Tile({ label, value, unit, detail, sparkline, timeMs, how, className }: TileProps) {
  const formatted = formatValue(value, unit);
  return (
    <section
      title={how}
      className={classNames(
        'flex min-w-0 flex-col gap-1 rounded-panel border border-border bg-surface px-4 py-3',
        value === null && 'hatched',
        className,
      )}
    >
      <h2 className="truncate text-xs font-medium text-muted">{label}</h2>
      <p className="flex items-baseline gap-1.5 text-number font-medium tracking-tight">
        <span>{formatted.text}</span>
        {formatted.unit !== '' && (
          <span className="text-lg font-normal tracking-normal text-faint">{formatted.unit}</span>
        )}
      </p>
      <div className="h-8 min-w-0">{sparkline}</div>
      <p className="flex min-h-4 items-baseline justify-between gap-2 text-xs text-faint">
        <span className="min-w-0 truncate">{detail}</span>
        {timeMs !== undefined && timeMs !== null && (
          <span className="shrink-0">
            <Age timeMs={timeMs} /> old
          </span>
        )}
      </p>
    </section>
  );
}
