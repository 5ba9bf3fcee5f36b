/** How times are written: in UTC, or in an IANA zone such as `Europe/Berlin`. */
export type Zone = string;

/** `2026-11-22 09:41:07`, with ` UTC` where the zone is UTC. */
export function formatDateTime(timeMs: number, zone: Zone): string {
  const parts = fields(timeMs, zone);
  return `${parts.year}-${parts.month}-${parts.day} ${clock(parts)}${suffix(zone)}`;
}

/** `09:41:07`: the day is clear from what stands around it. */
export function formatClock(timeMs: number, zone: Zone): string {
  return clock(fields(timeMs, zone));
}

/** `22 Nov`. */
export function formatDay(timeMs: number, zone: Zone): string {
  const parts = fields(timeMs, zone);
  return `${Number(parts.day)} ${months[Number(parts.month) - 1] ?? ''}`;
}

/** `22 Nov 09:41`, as short as it can be and still name the minute. */
export function formatDayClock(timeMs: number, zone: Zone): string {
  const parts = fields(timeMs, zone);
  return `${formatDay(timeMs, zone)} ${parts.hour}:${parts.minute}`;
}

/** Milliseconds by which the zone's wall clock is ahead of UTC at that moment. */
export function zoneOffsetMs(timeMs: number, zone: Zone): number {
  const parts = fields(timeMs, zone);
  const wall = Date.UTC(
    Number(parts.year),
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  return wall - Math.floor(timeMs / 1000) * 1000;
}

/** Whether this runtime knows the zone; a cookie may name anything. */
export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type PartName = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

function fields(timeMs: number, zone: Zone): Record<PartName, string> {
  const found = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const part of formatter(zone).formatToParts(timeMs)) {
    if (part.type in found) found[part.type as PartName] = part.value;
  }
  return found;
}

function clock(parts: Record<PartName, string>): string {
  return `${parts.hour}:${parts.minute}:${parts.second}`;
}

function suffix(zone: Zone): string {
  return zone === 'UTC' ? ' UTC' : '';
}

// Making a formatter costs 50 µs and an axis asks for a dozen times a second.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}
