import { classNames } from './class-names.ts';

/** A share as a bar, for the eye; the number stands beside it. Past 80 % it is marked, past all of it more so. */
export function ShareBar({
  ratio,
  warnAt = 0.8,
  className = 'w-16',
}: {
  ratio: number | null;
  warnAt?: number;
  className?: string;
}) {
  if (ratio === null) return null;
  const share = Math.min(1, Math.max(0, ratio));
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-block h-1.5 overflow-hidden rounded-full bg-raised align-middle',
        className,
      )}
    >
      <span
        className={classNames(
          'block h-full rounded-full',
          ratio >= 1 ? 'bg-critical' : ratio >= warnAt ? 'bg-warning' : 'bg-series-1',
        )}
        style={{ width: `${share * 100}%` }}
      />
    </span>
  );
}
