import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';

/** A button that is only an icon: its label is spoken and shown on hover. */
export function IconButton({
  label,
  icon,
  ...rest
}: Omit<ButtonProps, 'children' | 'aria-label' | 'title'> & { label: string; icon: ReactNode }) {
  return (
    <Button look="quiet" size="small" {...rest} aria-label={label} title={label}>
      {icon}
    </Button>
  );
}
