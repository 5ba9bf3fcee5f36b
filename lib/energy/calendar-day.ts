import { formatDateTime, zoneOffsetMs } from '#lib/format/time.ts';

/** A stretch of time; `endMs` is exclusive. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** A day of a site's own calendar: 23 or 25 hours long where its clock is put forward or back. */
export interface CalendarDay extends Window {
  /** `2026-11-22`; of a month `2026-11`. */
  readonly date: string;
}

/** The months a range touches in a site's calendar, the first and the last cut to it. */
export function calendarMonths(range: Window, zone: string): CalendarDay[] {
  const months: CalendarDay[] = [];
  for (const { date, startMs, endMs } of calendarDays(range, zone)) {
    const last = months.at(-1);
    const month = { date: date.slice(0, 7), startMs, endMs };
    if (last?.date === month.date) months[months.length - 1] = { ...last, endMs };
    else months.push(month);
  }
  return months;
}

const dayMs = 86_400_000;

/** The days a range touches, the first and the last cut to it. */
export function calendarDays({ startMs, endMs }: Window, zone: string): CalendarDay[] {
  const days: CalendarDay[] = [];
  let from = startMs;
  while (from < endMs) {
    const to = Math.min(endOfDay(from, zone), endMs);
    days.push({ date: formatDateTime(from, zone).slice(0, 10), startMs: from, endMs: to });
    from = to;
  }
  return days;
}

/**
 * First moment of the next day. The offset before and after decide between two candidates; where
 * the clock changes at midnight itself, only one of them is on the new day.
 */
function endOfDay(timeMs: number, zone: string): number {
  const wall = timeMs + zoneOffsetMs(timeMs, zone);
  const midnight = (Math.floor(wall / dayMs) + 1) * dayMs;
  const guess = midnight - zoneOffsetMs(timeMs, zone);
  const other = midnight - zoneOffsetMs(guess, zone);
  const first = Math.min(guess, other);
  return first + zoneOffsetMs(first, zone) >= midnight ? first : Math.max(guess, other);
}
