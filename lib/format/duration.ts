const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time given in seconds: `212 ms`, `1.2 s`, `3 m 20 s`, `4 h 12 m`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds === 0) return '0\u00a0s';
  if (seconds < 0.000_9995) return `${(seconds * 1e6).toFixed(0)}\u00a0µs`;
  if (seconds < 0.0995) return `${trim((seconds * 1e3).toFixed(1))}\u00a0ms`;
  if (seconds < 0.9995) return `${(seconds * 1e3).toFixed(0)}\u00a0ms`;
  if (seconds < 59.95) return `${trim(seconds.toFixed(1))}\u00a0s`;
  if (seconds < hour - 0.5) return pair(seconds, minute, 'm', 1, 's');
  if (seconds < day - minute / 2) return pair(seconds, hour, 'h', minute, 'm');
  return pair(seconds, day, 'd', hour, 'h');
}

/** How old something is, in one part: `1.2 s`, `40 s`, `12 m`, `3 h`, `5 d`. Never negative. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}\u00a0s`;
  if (seconds < 99.5) return `${Math.round(seconds)}\u00a0s`;
  if (seconds < 99.5 * minute) return `${Math.round(seconds / minute)}\u00a0m`;
  if (seconds < 48 * hour) return `${Math.round(seconds / hour)}\u00a0h`;
  return `${Math.round(seconds / day)}\u00a0d`;
}

function pair(
  seconds: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  const total = Math.round(seconds / small) * small;
  const whole = Math.floor(total / large);
  const rest = Math.round((total - whole * large) / small);
  const first = `${whole}\u00a0${largeUnit}`;
  return rest === 0 ? first : `${first} ${rest}\u00a0${smallUnit}`;
}

function trim(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
