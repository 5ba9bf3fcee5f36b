import type { ReactNode } from 'react';
import { formatValue, type DisplayUnit } from '#lib/format/value.ts';
import { Age } from './age.tsx';
import { classNames } from './class-names.ts';

export interface TileFrameProps {
  readonly label: string;
  /** Under the number: where, or compared with what. */
  readonly detail?: ReactNode;
  /** A `Sparkline`; its place is kept when there is none. */
  readonly sparkline?: ReactNode;
  /** How the number was made, on hover. */
  readonly how?: string;
  readonly className?: string;
}

/** One number: large figures, lighter unit, an hour of history, and how old it is. */
export function Tile({
  value,
  unit,
  timeMs,
  ...frame
}: TileFrameProps & {
  readonly value: number | null;
  readonly unit: DisplayUnit;
  /** Time of the newest sample behind the number. */
  readonly timeMs?: number | null;
}) {
  const formatted = formatValue(value, unit);
  return (
    <TileFrame
      {...frame}
      className={classNames(value === null && 'hatched', frame.className)}
      age={
        timeMs !== undefined &&
        timeMs !== null && (
          <>
            <Age timeMs={timeMs} /> old
          </>
        )
      }
    >
      <span>{formatted.text}</span> <TileUnit>{formatted.unit}</TileUnit>
    </TileFrame>
  );
}

/** The tile around a number that draws itself. */
export function TileFrame({
  label,
  detail,
  sparkline,
  how,
  age,
  className,
  children,
}: TileFrameProps & { readonly age?: ReactNode; readonly children: ReactNode }) {
  return (
    <section
      title={how}
      className={classNames(
        'flex min-w-0 flex-col gap-1 rounded-panel border border-border bg-surface px-4 py-3',
        className,
      )}
    >
      <h2 className="truncate text-xs font-medium text-muted">{label}</h2>
      <p className="truncate text-number font-medium tracking-tight">{children}</p>
      {sparkline !== undefined && <div className="h-8 min-w-0">{sparkline}</div>}
      <p className="flex min-h-4 items-baseline justify-between gap-2 text-xs text-faint">
        <span className="min-w-0 truncate">{detail}</span>
        {age !== undefined && <span className="shrink-0">{age}</span>}
      </p>
    </section>
  );
}

export function TileUnit({ children }: { readonly children?: ReactNode }) {
  return <span className="text-lg font-normal tracking-normal text-faint">{children}</span>;
}
