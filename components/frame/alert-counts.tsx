import { CircleAlert, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { classNames } from '#components/ui/class-names.ts';

export interface AlertTally {
  readonly critical: number;
  readonly warning: number;
}

/** How many alerts fire, by severity. Grey at zero: colour is for what needs a person. */
export function AlertCounts({ tally }: { tally: AlertTally }) {
  return (
    <Link
      href="/alerts"
      aria-label={`Alerts: ${tally.critical} critical, ${tally.warning} warning`}
      className="flex h-7 items-center gap-2.5 rounded-control px-2 text-xs text-muted hover:bg-raised"
    >
      <span
        className={classNames(
          'flex items-center gap-1',
          tally.critical > 0 ? 'font-medium text-critical' : 'text-faint',
        )}
      >
        <CircleAlert aria-hidden className="size-3.5" />
        {tally.critical}
      </span>
      <span
        className={classNames(
          'flex items-center gap-1',
          tally.warning > 0 ? 'font-medium text-warning' : 'text-faint',
        )}
      >
        <TriangleAlert aria-hidden className="size-3.5" />
        {tally.warning}
      </span>
    </Link>
  );
}
