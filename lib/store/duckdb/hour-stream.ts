import { rollupSpecs } from '../tier.ts';
import { windowOf } from '../rollup-window.ts';
import type { MeasurementEntry } from './catalog.ts';
import { OpenHour } from './open-hour.ts';
import type { FigureTable } from './open-window.ts';

const minutesPerHour = rollupSpecs['1h'].windowMs / rollupSpecs['10s'].windowMs;
const stretchesPerHour = rollupSpecs['1h'].windowMs / rollupSpecs['1m'].windowMs;

interface Stream {
  readonly hours: Map<number, OpenHour>;
  /** Minutes of each hour when maintenance last looked. */
  readonly seen: Map<number, number>;
  /** Hours up to this one had rows before; those after it had none, unless they are open. */
  floor: number;
}

/** Hours that are rolled up from their minutes in memory, while these are stored. */
export class HourStream {
  readonly #streams = new Map<MeasurementEntry, Stream>();

  isOpen(entry: MeasurementEntry, hour: number): boolean {
    return this.#streams.get(entry)?.hours.has(hour) === true;
  }

  /** Takes minutes that were just stored. An hour that had minutes before is not for it. */
  add(entry: MeasurementEntry, minutes: FigureTable): void {
    const stream = this.#stream(entry);
    for (const [hour, rows] of rowsByHour(minutes)) {
      hourAt(stream, hour)?.add(minutes, rows);
    }
  }

  /** Gives an hour up: one of its minutes is made anew, or was stored without it. */
  drop(entry: MeasurementEntry, hour: number): void {
    const stream = this.#stream(entry);
    stream.hours.delete(hour);
    stream.seen.delete(hour);
    stream.floor = Math.max(stream.floor, hour);
  }

  /** An hour that is over and of which nothing is still to come, as far as anyone can tell. */
  ready(
    firstOpenHour: number,
    hasOpenWindow: (entry: MeasurementEntry, hour: number) => boolean,
  ): { entry: MeasurementEntry; open: OpenHour } | null {
    for (const [entry, { hours, seen, floor }] of this.#streams) {
      for (const open of hours.values()) {
        const { hour, additions } = open;
        if (hour >= firstOpenHour) continue;
        const isAtRest = hour < floor || seen.get(hour) === additions;
        if (isAtRest && !isWaiting(entry, hour) && !hasOpenWindow(entry, hour)) {
          return { entry, open };
        }
      }
    }
    return null;
  }

  look(): void {
    for (const { hours, seen } of this.#streams.values()) {
      for (const { hour, additions } of hours.values()) seen.set(hour, additions);
    }
  }

  #stream(entry: MeasurementEntry): Stream {
    const known = this.#streams.get(entry);
    if (known) return known;
    const floor = Math.floor(entry.newestWindow / minutesPerHour);
    const made: Stream = { hours: new Map(), seen: new Map(), floor };
    this.#streams.set(entry, made);
    return made;
  }
}

function hourAt(stream: Stream, hour: number): OpenHour | null {
  const known = stream.hours.get(hour);
  if (known) return known;
  if (hour <= stream.floor) return null;
  const open = new OpenHour(hour);
  stream.hours.set(hour, open);
  stream.floor = hour;
  return open;
}

function rowsByHour({ rows, ts }: FigureTable): Map<number, number[]> {
  const byHour = new Map<number, number[]>();
  let into: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const timeNs = ts[row] ?? 0n;
    if (row === 0 || timeNs !== ts[row - 1]) {
      const hour = windowOf('1h', timeNs);
      into = byHour.get(hour) ?? [];
      byHour.set(hour, into);
    }
    into.push(row);
  }
  return new Map([...byHour].sort(([a], [b]) => a - b));
}

/** True while a finer rollup of the hour is still to be made. */
function isWaiting(entry: MeasurementEntry, hour: number): boolean {
  const has = (tier: '10s' | '1m', count: number) =>
    Array.from({ length: count }, (_, index) => hour * count + index).some((window) =>
      entry.stale[tier].has(window),
    );
  return has('10s', minutesPerHour) || has('1m', stretchesPerHour);
}
