import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDays, calendarMonths } from './calendar-day.ts';

describe('calendarDays', () => {
  const hours = (from: string, to: string, zone: string) =>
    calendarDays({ startMs: Date.parse(from), endMs: Date.parse(to) }, zone).map(
      ({ date, startMs, endMs }) => `${date} ${(endMs - startMs) / 3_600_000}`,
    );

  it('cuts at the midnights of the site, also when its clock changes', () => {
    expect(hours('2026-10-24T10:00:00Z', '2026-10-26T12:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-24 12',
      '2026-10-25 25',
      '2026-10-26 13',
    ]);
    expect(hours('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-29 23',
    ]);
    expect(hours('2026-01-01T00:00:00Z', '2026-01-01T19:00:00Z', 'Asia/Kathmandu')).toEqual([
      '2026-01-01 18.25',
      '2026-01-02 0.75',
    ]);
  });

  it('cuts where a clock changes at midnight itself', () => {
    // Santiago skips the first hour of 2026-09-06 and repeats the last one of 2026-04-04.
    expect(hours('2026-09-05T04:00:00Z', '2026-09-07T03:00:00Z', 'America/Santiago')).toEqual([
      '2026-09-05 24',
      '2026-09-06 23',
    ]);
    expect(hours('2026-04-04T03:00:00Z', '2026-04-06T04:00:00Z', 'America/Santiago')).toEqual([
      '2026-04-04 25',
      '2026-04-05 24',
    ]);
  });

  it('tiles every range without holes, each date once', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Africa/Cairo',
      'America/Santiago',
    );
    const start = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });
    const length = fc.integer({ min: 1, max: 40 * 86_400_000 });
    fc.assert(
      fc.property(start, length, zones, (startMs, lengthMs, zone) => {
        const days = calendarDays({ startMs, endMs: startMs + lengthMs }, zone);
        expect(days[0]?.startMs).toBe(startMs);
        expect(days.at(-1)?.endMs).toBe(startMs + lengthMs);
        days.slice(1).forEach((day, i) => expect(day.startMs).toBe(days[i]?.endMs));
        expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('calendarMonths', () => {
  it('cuts where the months of the site begin', () => {
    const range = {
      startMs: Date.parse('2026-01-31T12:00Z'),
      endMs: Date.parse('2026-03-01T00:00Z'),
    };
    const hours = calendarMonths(range, 'Europe/Berlin').map(
      ({ date, startMs, endMs }) => `${date} ${(endMs - startMs) / 3_600_000}`,
    );
    expect(hours).toEqual(['2026-01 11', '2026-02 672', '2026-03 1']);
  });
});
