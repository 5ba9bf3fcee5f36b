'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { classNames } from '#components/ui/class-names.ts';

export interface Section {
  readonly href: string;
  readonly label: string;
}

/** The parts of a page that is too long for one screen, each with an address of its own. */
export function Sections({ label, sections }: { label: string; sections: readonly Section[] }) {
  const pathname = usePathname();
  const here = sections.find((section) => section.href === pathname);
  const [first] = sections;
  return (
    <>
      {here && first && <Crumbs trail={[{ label, href: first.href }, { label: here.label }]} />}
      <nav aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b border-border">
        {sections.map(({ href, label: name }) => (
          <Link
            key={href}
            href={href}
            aria-current={pathname === href ? 'page' : undefined}
            className={classNames(
              '-mb-px flex h-9 items-center border-b-2 px-3 text-sm whitespace-nowrap',
              pathname === href
                ? 'border-accent text-text'
                : 'border-transparent text-muted hover:text-text',
            )}
          >
            {name}
          </Link>
        ))}
      </nav>
    </>
  );
}
