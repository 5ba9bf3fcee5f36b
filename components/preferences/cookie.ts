import { isZone, type Zone } from '#lib/format/time.ts';

export type Theme = 'dark' | 'light';

/** How this browser wants things drawn. Cookies carry it, so that the server draws them right. */
export interface Preferences {
  readonly theme: Theme;
  /** Whether times are written in UTC or in the reader's own zone. */
  readonly clock: 'local' | 'utc';
  /** The reader's IANA zone; UTC until the browser has told it once. */
  readonly localZone: Zone;
}

export const preferenceCookies = {
  theme: 'isotherm_theme',
  clock: 'isotherm_clock',
  localZone: 'isotherm_zone',
} as const satisfies Record<keyof Preferences, string>;

/** Reads the three cookies; what is absent or unknown takes its default. */
export function readPreferences(read: (name: string) => string | undefined): Preferences {
  const zone = decode(read(preferenceCookies.localZone));
  return {
    theme: read(preferenceCookies.theme) === 'light' ? 'light' : 'dark',
    clock: read(preferenceCookies.clock) === 'utc' ? 'utc' : 'local',
    localZone: zone !== undefined && isZone(zone) ? zone : 'UTC',
  };
}

/** The zone in which times are written now. */
export function activeZone(preferences: Preferences): Zone {
  return preferences.clock === 'utc' ? 'UTC' : preferences.localZone;
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
