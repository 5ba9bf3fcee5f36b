'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';

const sections = [
  { href: '/gpus', label: 'Now' },
  { href: '/throttling', label: 'Throttling' },
  { href: '/events', label: 'Events' },
];
const kept = ['range', 'from', 'to'];

/** The pages about all GPUs; going between them keeps the part of time. */
export function GpuSections() {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const query = new URLSearchParams([...parameters].filter(([name]) => kept.includes(name)));
  const suffix = query.size === 0 ? '' : `?${query.toString()}`;
  return (
    <nav aria-label="GPUs" className="mb-4 flex gap-1 overflow-x-auto border-b border-border">
      {sections.map(({ href, label }) => (
        <Link
          key={href}
          href={`${href}${suffix}`}
          aria-current={pathname === href ? 'page' : undefined}
          className={classNames(
            '-mb-px flex h-9 items-center border-b-2 px-3 text-sm whitespace-nowrap',
            pathname === href
              ? 'border-accent text-text'
              : 'border-transparent text-muted hover:text-text',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
