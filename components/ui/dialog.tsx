'use client';

import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

/**
 * A modal over the page, on the platform's own dialog: it traps focus, closes on Escape and on a
 * press outside, and gives focus back to what opened it.
 */
export function Dialog({
  open,
  onClose,
  title,
  size = 'normal',
  bare = false,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  size?: 'normal' | 'wide';
  /** Without head and padding: the content draws its own. The title is still spoken. */
  bare?: boolean;
  children: ReactNode;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    if (!dialog || !open) return;
    dialog.showModal();
    return () => dialog.close();
  }, [open]);

  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={classNames(
        'max-h-[calc(100dvh-48px)] w-[calc(100vw-24px)] overflow-hidden rounded-panel border border-border-strong bg-surface p-0',
        size === 'wide' ? 'max-w-3xl' : 'max-w-lg',
      )}
    >
      {open && (
        <div className="flex max-h-[calc(100dvh-50px)] flex-col">
          <header
            className={
              bare ? 'sr-only' : 'flex items-center gap-3 border-b border-border px-4 py-2.5'
            }
          >
            <h2 id={titleId} className="text-lg font-medium">
              {title}
            </h2>
            {!bare && (
              <IconButton
                className="ml-auto"
                label="Close"
                icon={<X aria-hidden className="size-4" />}
                onClick={onClose}
              />
            )}
          </header>
          <div className={classNames('min-h-0 overflow-y-auto', !bare && 'p-4')}>{children}</div>
        </div>
      )}
    </dialog>
  );
}
