/** At most `max` attempts in `window` seconds. */
export interface ThrottleRule {
  readonly window: number;
  readonly max: number;
}

export interface Throttle {
  consume(
    key: string,
    rule: ThrottleRule,
  ): Promise<{ readonly allowed: boolean; readonly retryAfter: number | null }>;
}

interface Window {
  startedAtMs: number;
  endsAtMs: number;
  attempts: number;
}

/** Keys kept at once; the oldest window goes first, so memory stays bounded under a flood. */
const maxKeys = 10_000;

/** Counts attempts by key in fixed windows. An attempt that was refused does not count. */
export function createThrottle(clock: () => number): Throttle {
  const windows = new Map<string, Window>();
  return {
    consume: (key, rule) => {
      const nowMs = clock();
      const window = openWindow(windows, key, rule, nowMs);
      if (window.attempts >= rule.max) {
        const retryAfter = Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1000));
        return Promise.resolve({ allowed: false, retryAfter });
      }
      window.attempts += 1;
      return Promise.resolve({ allowed: true, retryAfter: null });
    },
  };
}

function openWindow(
  windows: Map<string, Window>,
  key: string,
  rule: ThrottleRule,
  nowMs: number,
): Window {
  const known = windows.get(key);
  if (known && nowMs < known.endsAtMs && nowMs >= known.startedAtMs) return known;
  const fresh = { startedAtMs: nowMs, endsAtMs: nowMs + rule.window * 1000, attempts: 0 };
  windows.delete(key);
  windows.set(key, fresh);
  const [oldest] = windows.keys();
  if (windows.size > maxKeys && oldest !== undefined) windows.delete(oldest);
  return fresh;
}
