'use client';

import { useEffect, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import { classNames } from './class-names.ts';

export interface MenuHandle {
  readonly close: () => void;
}

/** A button that opens a small surface under itself; Escape, or a press or focus elsewhere, closes it. */
export function Menu({
  label,
  trigger,
  align = 'right',
  handle,
  onClose,
  children,
}: {
  /** Spoken before what the trigger shows. */
  label: string;
  /** What the button looks like; it stands in a `summary`, so no button inside. */
  trigger: ReactNode;
  align?: 'left' | 'right';
  handle?: Ref<MenuHandle>;
  onClose?: () => void;
  children: ReactNode;
}) {
  const element = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  const close = (): void => {
    if (element.current) element.current.open = false;
  };
  useImperativeHandle(handle, () => ({ close }), []);
  useEffect(() => {
    if (!open) return;
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && !element.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [open]);
  return (
    <details
      ref={element}
      className="relative"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (!event.currentTarget.open) onClose?.();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary className="list-none rounded-control">
        <span className="sr-only">{label}: </span>
        {trigger}
      </summary>
      <div
        className={classNames(
          'absolute z-40 mt-1 rounded-panel border border-border-strong bg-raised',
          align === 'right' ? 'right-0' : 'left-0',
        )}
      >
        {children}
      </div>
    </details>
  );
}
