'use client';

import { Clock, Keyboard, LogOut, Moon, Sun, UserRound, type LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { callApi } from '#components/api/send.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Menu, type MenuHandle } from '#components/ui/menu.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { useShortcuts } from './shortcuts.tsx';

/** Who is signed in, how things are drawn for them, and the way out. */
export function UserMenu({ name, role }: { name: string; role: string }) {
  const menu = useRef<MenuHandle>(null);
  const { theme, clock, localZone, set } = usePreferences();
  const { openHelp } = useShortcuts();
  const toast = useToast();

  const signOut = async (): Promise<void> => {
    const answer = await callApi('POST', '/api/auth/sign-out', {});
    // A full load, so that nothing of the last session stays in memory.
    if (answer.ok) window.location.assign('/sign-in');
    else toast.failed(`Sign out: ${answer.error}`);
  };

  return (
    <Menu
      handle={menu}
      label="User"
      trigger={
        <span className={buttonClass('quiet', 'small')}>
          <UserRound aria-hidden className="size-4" />
          <span className="hidden max-w-32 truncate lg:inline">{name}</span>
        </span>
      }
    >
      <div className="w-56">
        <p className="flex items-baseline gap-2 border-b border-border px-3.5 py-2.5 text-sm">
          <span className="min-w-0 truncate font-medium">{name}</span>
          <span className="ml-auto text-xs text-faint">{role}</span>
        </p>
        <ul className="p-1">
          <MenuItem
            icon={theme === 'dark' ? Sun : Moon}
            label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
            onClick={() => set({ theme: theme === 'dark' ? 'light' : 'dark' })}
          />
          <MenuItem
            icon={Clock}
            label={clock === 'utc' ? `Times in ${localZone}` : 'Times in UTC'}
            onClick={() => set({ clock: clock === 'utc' ? 'local' : 'utc' })}
          />
          <MenuItem
            icon={Keyboard}
            label="Keys"
            hint="?"
            onClick={() => {
              menu.current?.close();
              openHelp();
            }}
          />
          <MenuItem icon={LogOut} label="Sign out" onClick={() => void signOut()} />
        </ul>
      </div>
    </Menu>
  );
}

function MenuItem({
  icon: Icon,
  label,
  hint,
  onClick,
}: {
  icon: LucideIcon;
  label: string;
  hint?: string;
  onClick: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        onClick={onClick}
        className="flex h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-sm hover:bg-surface"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-faint" />
        <span className="min-w-0 truncate">{label}</span>
        {hint !== undefined && <kbd className="ml-auto font-mono text-xs text-faint">{hint}</kbd>}
      </button>
    </li>
  );
}
