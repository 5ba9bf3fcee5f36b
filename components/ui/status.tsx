import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  Info,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Words for how something is. Colour never stands alone: each has its own icon shape. */
export type StatusLevel = 'ok' | 'info' | 'warning' | 'critical' | 'pending' | 'unknown';

const icons = {
  ok: CircleCheck,
  info: Info,
  warning: TriangleAlert,
  critical: CircleAlert,
  pending: CircleDashed,
  unknown: CircleHelp,
};

const colours: Record<StatusLevel, string> = {
  ok: 'text-ok',
  info: 'text-muted',
  warning: 'text-warning',
  critical: 'text-critical',
  pending: 'text-muted',
  unknown: 'text-unknown',
};

/** Icon and words: `▲ 2 throttled`. */
export function Status({
  level,
  children,
  className,
}: {
  level: StatusLevel;
  children?: ReactNode;
  className?: string;
}) {
  const Icon = icons[level];
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 align-middle whitespace-nowrap',
        className,
      )}
    >
      <Icon aria-hidden className={classNames('size-3.5 shrink-0', colours[level])} />
      {children}
    </span>
  );
}

/** A small outlined word: a role, a state, "simulated", "estimated". */
export function Badge({
  level = 'unknown',
  title,
  children,
}: {
  level?: StatusLevel;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 items-center rounded-[4px] border border-current/30 px-1.5 text-xs whitespace-nowrap',
        level === 'unknown' ? 'text-muted' : colours[level],
      )}
    >
      {children}
    </span>
  );
}
