'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';
import { isCurrent, phonePlaces } from './navigation.ts';
import { useShortcuts } from './shortcuts.tsx';

const item = 'flex flex-1 flex-col items-center justify-center gap-0.5 text-xs';

/** What the rail is on a phone: four pages and the palette for everything else. */
export function BottomBar() {
  const pathname = usePathname();
  const { openPalette } = useShortcuts();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 flex h-14 border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {phonePlaces.map((place) => {
        const current = isCurrent(place, pathname);
        return (
          <Link
            key={place.href}
            href={place.href}
            aria-current={current ? 'page' : undefined}
            className={classNames(item, current ? 'text-accent' : 'text-muted')}
          >
            <place.icon aria-hidden className="size-5" strokeWidth={1.75} />
            {place.label}
          </Link>
        );
      })}
      <button type="button" onClick={openPalette} className={classNames(item, 'text-muted')}>
        <Search aria-hidden className="size-5" strokeWidth={1.75} />
        More
      </button>
    </nav>
  );
}
