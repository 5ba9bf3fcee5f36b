import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { EmptyState, ErrorState, PanelSkeleton, StaleNote } from './panel-state.tsx';

/** What a panel has to show. Every panel can be in every one of these. */
export type PanelState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading' }
  /** Says what would be here, and the one click or command that fills it. */
  | { readonly kind: 'empty'; readonly title: string; readonly action?: ReactNode }
  /** Still drawn, but dated and dimmed: its newest data is from `sinceMs`. */
  | { readonly kind: 'stale'; readonly sinceMs: number }
  /** What failed, and what still works. */
  | { readonly kind: 'error'; readonly message: string; readonly retry?: () => void };

export interface PanelProps {
  readonly title?: ReactNode;
  /** Beside the title, fainter: what is counted, or over which time. */
  readonly note?: ReactNode;
  /** Buttons and pickers at the right end of the head. */
  readonly actions?: ReactNode;
  readonly state?: PanelState;
  /** Height in pixels that skeleton, empty and error states keep, so that nothing jumps. */
  readonly minHeight?: number;
  /** Tables and charts reach the border. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A bordered area with a head. It draws loading, empty, stale and error by itself. */
export function Panel({
  title,
  note,
  actions,
  state = { kind: 'ready' },
  minHeight,
  flush = false,
  className,
  children,
}: PanelProps) {
  return (
    <section
      className={classNames(
        'flex min-w-0 flex-col rounded-panel border border-border bg-surface',
        className,
      )}
    >
      {title !== undefined || actions !== undefined ? (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
          {title !== undefined && <h2 className="text-base font-medium text-text">{title}</h2>}
          {note !== undefined && <span className="text-xs text-faint">{note}</span>}
          {actions !== undefined && (
            <div className="ml-auto flex items-center gap-1.5">{actions}</div>
          )}
        </header>
      ) : null}
      <div
        className={classNames('relative min-w-0 flex-1', !flush && 'px-4 pb-4')}
        style={minHeight === undefined ? undefined : { minHeight }}
      >
        <PanelBody state={state} minHeight={minHeight}>
          {children}
        </PanelBody>
      </div>
    </section>
  );
}

function PanelBody({
  state,
  minHeight,
  children,
}: {
  state: PanelState;
  minHeight: number | undefined;
  children: ReactNode;
}) {
  switch (state.kind) {
    case 'ready':
      return children;
    case 'loading':
      return <PanelSkeleton height={minHeight ?? 120} />;
    case 'empty':
      return <EmptyState title={state.title} action={state.action} />;
    case 'stale':
      return (
        <>
          <StaleNote sinceMs={state.sinceMs} />
          <div className="hatched opacity-60">{children}</div>
        </>
      );
    case 'error':
      return <ErrorState message={state.message} retry={state.retry} />;
  }
}
