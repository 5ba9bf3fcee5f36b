import Link from 'next/link';
import { EmptyState } from '#components/ui/panel-state.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing at this address. It may have been renamed or removed, or the link was cut short."
      action={
        <Link href="/overview" className={buttonClass('plain')}>
          Overview
        </Link>
      }
    />
  );
}
