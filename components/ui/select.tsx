'use client';

import type { SelectHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, useFieldIds, type FieldFrameProps } from './field.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen now; it is shown and greyed. */
  readonly unavailable?: string | undefined;
}

/** A labelled native select: the platform's own list works on a phone and with a keyboard. */
export function Select({
  label,
  hint,
  error,
  className,
  choices,
  hideLabel = false,
  ...select
}: FieldFrameProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className'> & {
    choices: readonly Choice[];
    hideLabel?: boolean;
  }) {
  const ids = useFieldIds(hint, error);
  const control = (
    <select
      {...select}
      id={ids.control}
      aria-label={hideLabel ? label : undefined}
      aria-invalid={error ? true : undefined}
      aria-describedby={ids.description}
      className={classNames(controlClass, hideLabel && className)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} disabled={choice.unavailable !== undefined}>
          {choice.unavailable === undefined
            ? choice.label
            : `${choice.label} (${choice.unavailable})`}
        </option>
      ))}
    </select>
  );
  if (hideLabel) return control;
  return (
    <FieldFrame label={label} hint={hint} error={error} ids={ids} className={className}>
      {control}
    </FieldFrame>
  );
}
