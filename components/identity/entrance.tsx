import type { ReactNode } from 'react';
import { Mark } from '#components/frame/mark.tsx';

/** The one panel of a page outside the frame: signing in and setting up. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <section className="flex w-full max-w-sm flex-col gap-5 rounded-panel border border-border bg-surface p-6">
        <header className="flex items-center gap-3">
          <Mark />
          <h1 className="text-lg font-medium">{title}</h1>
        </header>
        {children}
      </section>
    </main>
  );
}
