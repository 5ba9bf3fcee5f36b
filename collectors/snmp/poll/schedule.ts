import { phaseOf } from './phase.ts';

/** A device as the schedule sees it. */
export interface Scheduled {
  readonly name: string;
  readonly intervalMs: number;
}

/** A poll that is to begin now. */
export interface DuePoll {
  readonly name: string;
  /** How much later than planned it begins. */
  readonly lateMs: number;
  /** Time between two polls as it stands: longer than asked for while the device is silent. */
  readonly intervalMs: number;
}

interface Entry {
  readonly name: string;
  intervalMs: number;
  /** Where this device's grid lies on the monotonic clock. */
  phaseMs: number;
  plannedMs: number;
  isRunning: boolean;
  /** No longer wanted, but its last poll has not ended. */
  isLeaving: boolean;
  /** Polls without an answer since the last answer. */
  failures: number;
}

const longestBackoffMs = 300_000;

/** A new device is first polled within this time, however rarely it is polled then. */
const firstPollWithinMs = 30_000;

/** Share of the polls at once that devices may take which did not answer the last time. */
const suspectShare = 0.25;

/**
 * When which device is polled. It keeps no time and starts nothing: it is told the time and says
 * what is due. Every device has a grid of its own; what could not begin within an interval is
 * skipped, never made up for.
 */
export class Schedule {
  readonly #entries = new Map<string, Entry>();
  readonly #concurrency: number;

  /** @param concurrency polls that run at the same time */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Takes the devices that there are now; the others are polled no more. */
  replace(devices: readonly Scheduled[], nowMs: number): void {
    const wanted = new Set(devices.map(({ name }) => name));
    for (const [name, entry] of this.#entries) {
      if (wanted.has(name)) continue;
      entry.isLeaving = true;
      if (!entry.isRunning) this.#entries.delete(name);
    }
    for (const device of devices) this.#put(device, nowMs);
  }

  /** Plans a poll of every device for now. */
  hurry(nowMs: number): void {
    for (const entry of this.#entries.values()) if (!entry.isRunning) entry.plannedMs = nowMs;
  }

  /**
   * What begins now, the longest due first; each runs until `finish` is told of it. Silent devices
   * wait for one another in their share of the places, and nobody else waits for them.
   */
  begin(nowMs: number): DuePoll[] {
    const running = [...this.#entries.values()].filter(({ isRunning }) => isRunning);
    let places = this.#concurrency - running.length;
    if (places <= 0) return [];
    const suspects = running.filter(isSuspect).length;
    let suspectPlaces = Math.max(1, Math.floor(this.#concurrency * suspectShare)) - suspects;
    const begun: DuePoll[] = [];
    for (const entry of this.#due(nowMs)) {
      if (places === 0) break;
      if (isSuspect(entry)) {
        if (suspectPlaces <= 0) continue;
        suspectPlaces -= 1;
      }
      places -= 1;
      entry.isRunning = true;
      const lateMs = nowMs - entry.plannedMs;
      begun.push({ name: entry.name, lateMs, intervalMs: effectiveIntervalMs(entry) });
    }
    return begun;
  }

  /** A silent device is asked half as often each time; its first answer restores its interval. */
  finish(name: string, hasAnswered: boolean, nowMs: number): void {
    const entry = this.#entries.get(name);
    if (!entry?.isRunning) return;
    entry.isRunning = false;
    if (entry.isLeaving) {
      this.#entries.delete(name);
      return;
    }
    entry.failures = hasAnswered ? 0 : entry.failures + 1;
    const onGrid = nextOnGrid(entry, nowMs);
    entry.plannedMs = hasAnswered
      ? onGrid
      : Math.max(onGrid, entry.plannedMs + effectiveIntervalMs(entry));
  }

  /** Time between two polls of that device as it stands. */
  intervalMs(name: string): number | null {
    const entry = this.#entries.get(name);
    return entry ? effectiveIntervalMs(entry) : null;
  }

  #due(nowMs: number): Entry[] {
    return [...this.#entries.values()]
      .filter(({ isRunning, plannedMs }) => !isRunning && plannedMs <= nowMs)
      .sort((one, other) => one.plannedMs - other.plannedMs);
  }

  #put({ name, intervalMs }: Scheduled, nowMs: number): void {
    const known = this.#entries.get(name);
    if (known) known.isLeaving = false;
    if (known?.intervalMs === intervalMs) return;
    const plannedMs = nowMs + phaseOf(name) * Math.min(intervalMs, firstPollWithinMs);
    const phaseMs = plannedMs % intervalMs;
    if (known) Object.assign(known, { intervalMs, phaseMs, plannedMs });
    else {
      const idle = { isRunning: false, isLeaving: false, failures: 0 };
      this.#entries.set(name, { name, intervalMs, phaseMs, plannedMs, ...idle });
    }
  }
}

function isSuspect({ failures }: Entry): boolean {
  return failures > 0;
}

function effectiveIntervalMs({ intervalMs, failures }: Entry): number {
  const doubled = intervalMs * 2 ** Math.min(failures, 16);
  return Math.max(intervalMs, Math.min(doubled, longestBackoffMs));
}

function nextOnGrid({ intervalMs, phaseMs }: Entry, afterMs: number): number {
  const rounds = Math.floor((afterMs - phaseMs) / intervalMs) + 1;
  return phaseMs + rounds * intervalMs;
}
