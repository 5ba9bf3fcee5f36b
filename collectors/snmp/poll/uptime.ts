/** sysUpTime is 32 bits of hundredths of a second: it begins again after 497 days. */
const wrapSeconds = 2 ** 32 / 100;

/** How far sysUpTime may be from where it should be after its wrap. */
const toleranceSeconds = 30;

export type Continuity =
  /** The SNMP agent of the device has run on since the poll before. */
  | 'continued'
  | 'restarted'
  /** The first poll, or the device does not say. */
  | 'unknown';

/** Watches one device's sysUpTime from poll to poll. */
export class UptimeWatch {
  #last: { readonly seconds: number; readonly atMs: number } | null = null;

  /** @param atMs monotonic time of the poll */
  note(seconds: number | null, atMs: number): Continuity {
    const last = this.#last;
    if (seconds === null) return 'unknown';
    this.#last = { seconds, atMs };
    if (last === null) return 'unknown';
    if (seconds >= last.seconds) return 'continued';
    return hasWrapped(seconds, last.seconds + (atMs - last.atMs) / 1000)
      ? 'continued'
      : 'restarted';
  }
}

function hasWrapped(seconds: number, expectedSeconds: number): boolean {
  return Math.abs(expectedSeconds - wrapSeconds - seconds) <= toleranceSeconds;
}
