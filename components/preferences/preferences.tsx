'use client';

import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { Zone } from '#lib/format/time.ts';
import { activeZone, preferenceCookies, type Preferences } from './cookie.ts';

interface PreferencesControl extends Preferences {
  readonly zone: Zone;
  readonly set: (change: Partial<Pick<Preferences, 'theme' | 'clock'>>) => void;
}

const PreferencesContext = createContext<PreferencesControl | null>(null);

export function PreferencesProvider({
  initial,
  children,
}: {
  initial: Preferences;
  children: ReactNode;
}) {
  const [chosen, setChosen] = useState({ theme: initial.theme, clock: initial.clock });
  // The server cannot know the zone before the first visit: it draws UTC and the browser corrects it.
  const localZone = useSyncExternalStore(neverChanges, browserZone, () => initial.localZone);

  const control = useMemo<PreferencesControl>(() => {
    const preferences = { ...chosen, localZone };
    return {
      ...preferences,
      zone: activeZone(preferences),
      set: (change) => setChosen({ ...chosen, ...change }),
    };
  }, [chosen, localZone]);

  useEffect(() => remember({ ...chosen, localZone }), [chosen, localZone]);

  return <PreferencesContext value={control}>{children}</PreferencesContext>;
}

export function usePreferences(): PreferencesControl {
  const control = useContext(PreferencesContext);
  if (!control) throw new Error('use preferences: no PreferencesProvider above');
  return control;
}

function neverChanges(): () => void {
  return () => undefined;
}

function browserZone(): Zone {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function remember(preferences: Preferences): void {
  document.documentElement.dataset.theme = preferences.theme;
  for (const key of ['theme', 'clock', 'localZone'] as const) {
    const value = encodeURIComponent(preferences[key]);
    document.cookie = `${preferenceCookies[key]}=${value}; path=/; max-age=31536000; samesite=lax`;
  }
}
