import { CircleAlert, History } from 'lucide-react';
import type { ReactNode } from 'react';
import { Age } from './age.tsx';
import { Button } from './button.tsx';

export function PanelSkeleton({ height }: { height: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3 py-1">
      <div className="skeleton h-3 w-1/3" />
      <div className="skeleton" style={{ height: Math.max(24, height - 60) }} />
    </div>
  );
}

/** Says what would be here and offers the one thing that fills it. */
export function EmptyState({ title, action }: { title: string; action?: ReactNode }) {
  return (
    <div className="flex h-full min-h-24 flex-col items-start justify-center gap-3 text-muted">
      <p className="max-w-prose text-pretty">{title}</p>
      {action}
    </div>
  );
}

export function ErrorState({
  message,
  retry,
}: {
  message: string;
  retry: (() => void) | undefined;
}) {
  return (
    <div role="alert" className="flex h-full min-h-24 flex-col items-start justify-center gap-3">
      <p className="flex items-start gap-2 text-text">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
        <span className="max-w-prose text-pretty">{message}</span>
      </p>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

/** Over old data: when it is from. */
export function StaleNote({ sinceMs }: { sinceMs: number }) {
  return (
    <p className="mb-2 flex items-center gap-1.5 text-xs text-warning">
      <History aria-hidden className="size-3.5" />
      <span>
        Last data <Age timeMs={sinceMs} /> ago
      </span>
    </p>
  );
}
