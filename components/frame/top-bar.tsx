import type { ReactNode } from 'react';
import { RangeControl } from '#components/time/range-control.tsx';
import { Breadcrumb } from './crumbs.tsx';
import { SearchButton } from './search-button.tsx';
import { UserMenu } from './user-menu.tsx';

/** Where this is · find · when · how it is · who asks. */
export function TopBar({
  user,
  alerts,
  live,
}: {
  user: { readonly name: string; readonly role: string };
  alerts: ReactNode;
  live: ReactNode;
}) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-border bg-surface px-4 md:gap-3">
      <Breadcrumb />
      <div className="ml-auto flex shrink-0 items-center gap-1 md:gap-2">
        <SearchButton />
        {live}
        <RangeControl />
        {alerts}
        <UserMenu name={user.name} role={user.role} />
      </div>
    </header>
  );
}
