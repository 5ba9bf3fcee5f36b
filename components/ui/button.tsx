import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once a view at most; `danger` for what cannot be undone; `quiet` inside heads. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'small' | 'normal';
  /** While true it cannot be pressed again and says so. */
  readonly busy?: boolean;
}

export function Button({
  look = 'plain',
  size = 'normal',
  busy = false,
  type = 'button',
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={busy || disabled}
      aria-busy={busy || undefined}
      className={classNames(buttonClass(look, size), className)}
    >
      {children}
    </button>
  );
}

/** The same look for links that act like buttons. */
export function buttonClass(
  look: 'primary' | 'plain' | 'quiet' | 'danger' = 'plain',
  size: 'small' | 'normal' = 'normal',
): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50',
    size === 'small' ? 'h-7 px-2 text-xs' : 'h-8 px-3 text-sm',
    looks[look],
  );
}

const looks = {
  primary: 'bg-accent text-on-accent hover:brightness-110',
  plain: 'border border-border-strong bg-surface text-text hover:bg-raised',
  quiet: 'text-muted hover:bg-raised hover:text-text',
  danger: 'border border-critical/60 text-critical hover:bg-critical/10',
};
