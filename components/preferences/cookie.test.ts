import { describe, expect, it } from 'vitest';
import { activeZone, readPreferences } from './cookie.ts';

const from = (cookies: Record<string, string>) => readPreferences((name) => cookies[name]);

describe('readPreferences', () => {
  it('is dark and local until told otherwise', () => {
    expect(from({})).toEqual({ theme: 'dark', clock: 'local', localZone: 'UTC' });
  });

  it('reads what the browser set', () => {
    const preferences = from({
      isotherm_theme: 'light',
      isotherm_clock: 'utc',
      isotherm_zone: 'Europe%2FBerlin',
    });
    expect(preferences).toEqual({ theme: 'light', clock: 'utc', localZone: 'Europe/Berlin' });
    expect(activeZone(preferences)).toBe('UTC');
    expect(activeZone({ ...preferences, clock: 'local' })).toBe('Europe/Berlin');
  });

  it('survives cookies that somebody made up', () => {
    expect(from({ isotherm_theme: '"><script>', isotherm_zone: '%' })).toEqual(from({}));
    expect(from({ isotherm_zone: 'Mars/Olympus' }).localZone).toBe('UTC');
  });
});
