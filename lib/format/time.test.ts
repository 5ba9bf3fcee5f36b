import { describe, expect, it } from 'vitest';
import { formatClock, formatDateTime, formatDayClock, isZone, zoneOffsetMs } from './time.ts';

const summer = Date.UTC(2026, 6, 1, 22, 5, 9);

describe('times', () => {
  it('names UTC and leaves the reader’s own zone unnamed', () => {
    expect(formatDateTime(summer, 'UTC')).toBe('2026-07-01 22:05:09 UTC');
    expect(formatDateTime(summer, 'Europe/Berlin')).toBe('2026-07-02 00:05:09');
  });

  it('writes midnight as 00, not 24', () => {
    expect(formatClock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
  });

  it('shortens to the minute', () => {
    expect(formatDayClock(summer, 'UTC')).toBe('1 Jul 22:05');
  });

  it('knows the offset of a zone on both sides of its clock change', () => {
    expect(zoneOffsetMs(summer, 'Europe/Berlin')).toBe(2 * 3_600_000);
    expect(zoneOffsetMs(Date.UTC(2026, 0, 1, 0, 0, 0, 250), 'Europe/Berlin')).toBe(3_600_000);
    expect(zoneOffsetMs(summer, 'Asia/Kolkata')).toBe(5.5 * 3_600_000);
  });

  it('does not believe a zone that does not exist', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
