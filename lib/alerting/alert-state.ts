import type { AlertState } from '#lib/model/alert.ts';

/** What is remembered of one series under one rule. */
export interface SeriesState {
  readonly alert: AlertState;
  /** Time of the newest sample judged so far, by the clock of the host that took it. */
  readonly sampleMs: number | null;
  /** When that sample arrived, by the server's clock: silence is measured on this one. */
  readonly heardMs: number;
}

export interface Transition {
  readonly from: AlertState['kind'];
  readonly to: AlertState['kind'];
  /** Server time. */
  readonly atMs: number;
  readonly value: number | null;
}

export interface Evaluation {
  readonly state: SeriesState;
  readonly transition: Transition | null;
}

/** A series that has just been met, or is about to be watched. */
export function newSeriesState(nowMs: number): SeriesState {
  return { alert: { kind: 'inactive' }, sampleMs: null, heardMs: nowMs };
}

export function unchanged(state: SeriesState): Evaluation {
  return { state, transition: null };
}

/** Steps to `next` and tells the step when its kind differs. */
export function advance(
  state: SeriesState,
  next: SeriesState,
  atMs: number,
  value: number | null,
): Evaluation {
  const from = state.alert.kind;
  const to = next.alert.kind;
  return { state: next, transition: from === to ? null : { from, to, atMs, value } };
}

/** Only the beginning and the end of a firing are told to people. */
export function isTold(transition: Transition): boolean {
  return transition.from === 'firing' || transition.to === 'firing';
}
