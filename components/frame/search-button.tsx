'use client';

import { Search } from 'lucide-react';
import { useShortcuts } from './shortcuts.tsx';

export function SearchButton() {
  const { openPalette } = useShortcuts();
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-label="Find anything"
      className="hidden h-7.5 items-center gap-2 rounded-control border border-border bg-background px-2.5 text-sm text-faint hover:border-border-strong hover:text-muted md:flex lg:w-56"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="hidden lg:inline">Find anything</span>
      <kbd className="ml-auto hidden font-mono text-xs lg:inline">/</kbd>
    </button>
  );
}
