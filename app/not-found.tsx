import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-start justify-center gap-4 px-[10vw]">
      <h1 className="text-xl font-medium">There is nothing at this address.</h1>
      <p className="max-w-prose text-muted">
        It may have been renamed or removed, or the link was cut short.
      </p>
      <Link href="/overview" className={buttonClass('plain')}>
        Overview
      </Link>
    </main>
  );
}
