'use client';

import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type TextareaHTMLAttributes,
} from 'react';
import { classNames } from './class-names.ts';

export interface FieldFrameProps {
  readonly label: string;
  /** One sentence under the control. */
  readonly hint?: ReactNode;
  /** One sentence that names the fact; replaces the hint and marks the control. */
  readonly error?: string | null | undefined;
  readonly className?: string;
}

export const controlClass =
  'h-8 w-full min-w-0 rounded-control border border-border-strong bg-background px-2.5 text-sm text-text placeholder:text-faint aria-invalid:border-critical disabled:opacity-60';

/** A labelled input with its hint or error below. */
export function Field({
  label,
  hint,
  error,
  className,
  ...input
}: FieldFrameProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'className'>) {
  const ids = useFieldIds(hint, error);
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids} className={className}>
      <input
        {...input}
        id={ids.control}
        aria-invalid={error ? true : undefined}
        aria-describedby={ids.description}
        className={controlClass}
      />
    </FieldFrame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...input
}: FieldFrameProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className'>) {
  const ids = useFieldIds(hint, error);
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids} className={className}>
      <textarea
        {...input}
        id={ids.control}
        aria-invalid={error ? true : undefined}
        aria-describedby={ids.description}
        className={classNames(controlClass, 'h-auto min-h-16 py-1.5')}
      />
    </FieldFrame>
  );
}

export interface FieldIds {
  readonly control: string;
  readonly description: string | undefined;
}

export function useFieldIds(hint: ReactNode, error: string | null | undefined): FieldIds {
  const id = useId();
  const described = Boolean(error) || (hint !== undefined && hint !== null);
  return { control: id, description: described ? `${id}-description` : undefined };
}

export function FieldFrame({
  label,
  hint,
  error,
  ids,
  className,
  children,
}: {
  label: string;
  hint: ReactNode;
  error: string | null | undefined;
  ids: FieldIds;
  className: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={ids.control} className="text-xs font-medium text-muted">
        {label}
      </label>
      {children}
      {ids.description !== undefined && (
        <p
          id={ids.description}
          className={classNames('text-xs', error ? 'text-critical' : 'text-faint')}
        >
          {error ? error : hint}
        </p>
      )}
    </div>
  );
}
