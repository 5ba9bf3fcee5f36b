'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';
import { Mark } from './mark.tsx';
import { isCurrent, places } from './navigation.ts';

/** Icons at the left; their words come with the pointer, and stay where there is room. */
export function Rail() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-y-0 left-0 z-30 hidden w-14 flex-col border-r border-border bg-surface md:flex wide:w-44"
    >
      <Link
        href="/overview"
        aria-label="Isotherm, overview"
        className="flex h-12 items-center justify-center gap-2.5 border-b border-border wide:justify-start wide:px-4.5"
      >
        <Mark />
        <span className="hidden text-lg font-semibold tracking-tight wide:inline">Isotherm</span>
      </Link>
      <ul className="flex flex-col gap-1 p-2">
        {places.map((place) => {
          const current = isCurrent(place, pathname);
          return (
            <li key={place.href}>
              <Link
                href={place.href}
                aria-current={current ? 'page' : undefined}
                className={classNames(
                  'group relative flex h-10 items-center justify-center gap-3 rounded-control transition-colors wide:justify-start wide:px-2.5',
                  current
                    ? 'bg-accent-surface text-accent'
                    : 'text-muted hover:bg-raised hover:text-text',
                )}
              >
                <place.icon aria-hidden className="size-4.5 shrink-0" strokeWidth={1.75} />
                <span className="pointer-events-none absolute left-12 z-40 rounded-control border border-border-strong bg-raised px-2 py-1 text-sm whitespace-nowrap text-text opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 wide:static wide:border-0 wide:bg-transparent wide:p-0 wide:text-inherit wide:opacity-100">
                  {place.label}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
