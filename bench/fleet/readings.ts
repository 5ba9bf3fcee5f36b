import { upperMedian } from '../quantile.ts';

/** The server of a fleet over one stretch of a soak. */
export interface Reading {
  /** Since the measuring began. */
  readonly seconds: number;
  /** Of one processor, the thread that serves people and all of them. */
  readonly mainRatio: number;
  readonly allRatio: number;
  readonly residentBytes: number;
  /** What the event loop added to a timer. */
  readonly loopP99Ms: number;
  readonly loopLongestMs: number;
  /** Of pushes: from the first byte sent to the acknowledgement. */
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly oldestWaitingMs: number;
  readonly refused: number;
  readonly pointsPerSecond: number;
  /** Of writes that the server holds, and of frames on their way to viewers. */
  readonly inFlightBytes: number;
  readonly bufferedBytes: number;
  /** From push to viewer. */
  readonly viewP50Ms: number;
  readonly viewP99Ms: number;
  readonly viewersBehind: number;
}

export type Figure = Exclude<keyof Reading, 'seconds'>;

/** The first and the last third of a soak: what grows between them would grow for ever. */
export interface Thirds {
  readonly first: number;
  readonly last: number;
  /** The largest of all. */
  readonly most: number;
}

/** Medians of the thirds. */
export function thirdsOf(readings: readonly Reading[], figure: Figure): Thirds {
  const values = readings.map((reading) => reading[figure]);
  const third = Math.max(1, Math.floor(values.length / 3));
  return {
    first: upperMedian(values.slice(0, third)),
    last: upperMedian(values.slice(-third)),
    most: Math.max(...values),
  };
}
