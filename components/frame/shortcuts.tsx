'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { places } from './navigation.ts';

// Loaded when it is first opened: most visits never search.
const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), {
  loading: () => <div className="skeleton m-3 h-64" />,
  ssr: false,
});

const KeyHelp = dynamic(() => import('./key-help.tsx').then((module) => module.KeyHelp), {
  loading: () => <div className="skeleton h-72 w-120 max-w-full" />,
  ssr: false,
});

interface ShortcutControl {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

const ShortcutContext = createContext<ShortcutControl | null>(null);

/** Keys that work on every page, and the two dialogs they open. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<'none' | 'palette' | 'help'>('none');
  const router = useRouter();
  const goPressedAt = useRef(0);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = shortcutOf(event, goPressedAt.current);
      goPressedAt.current = action?.kind === 'go-prefix' ? event.timeStamp : 0;
      if (action === null) return;
      event.preventDefault();
      if (action.kind === 'go') router.push(action.href);
      if (action.kind === 'show') setShown(action.what);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [router]);

  const control = useMemo<ShortcutControl>(
    () => ({ openPalette: () => setShown('palette'), openHelp: () => setShown('help') }),
    [],
  );
  const close = (): void => setShown('none');
  return (
    <ShortcutContext value={control}>
      {children}
      <Dialog bare open={shown === 'palette'} onClose={close} title="Find anything">
        <Palette onDone={close} />
      </Dialog>
      <Dialog open={shown === 'help'} onClose={close} title="Keys">
        <KeyHelp />
      </Dialog>
    </ShortcutContext>
  );
}

export function useShortcuts(): ShortcutControl {
  const control = useContext(ShortcutContext);
  if (!control) throw new Error('use shortcuts: no ShortcutProvider above');
  return control;
}

type Shortcut =
  | { readonly kind: 'show'; readonly what: 'palette' | 'help' }
  | { readonly kind: 'go'; readonly href: string }
  | { readonly kind: 'go-prefix' };

const goWindowMs = 1200;

function shortcutOf(event: KeyboardEvent, goPressedAt: number): Shortcut | null {
  if (event.ctrlKey || event.metaKey) {
    return event.key.toLowerCase() === 'k' ? { kind: 'show', what: 'palette' } : null;
  }
  if (event.altKey || isOccupied(event.target)) return null;
  const goes = goPressedAt > 0 && event.timeStamp - goPressedAt < goWindowMs;
  const place = goes ? places.find((each) => each.key === event.key) : undefined;
  return place ? { kind: 'go', href: place.href } : (singleKeys[event.key] ?? null);
}

const singleKeys: Partial<Record<string, Shortcut>> = {
  '/': { kind: 'show', what: 'palette' },
  '?': { kind: 'show', what: 'help' },
  g: { kind: 'go-prefix' },
};

/** Someone is typing, or a dialog has the keyboard. */
function isOccupied(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, dialog') !== null)
  );
}
