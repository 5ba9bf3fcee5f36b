import type { AbsenceRule, ActiveState, Rule, ThresholdRule } from '#lib/model/alert.ts';
import { advance, unchanged, type Evaluation, type SeriesState } from './alert-state.ts';
import { isBeyond, isCleared } from './rule.ts';

/** What happened to a series: a value arrived, or nothing did and time went by. */
export type Observation =
  | {
      readonly kind: 'sample';
      /** null = the value could not be read: a gap. */
      readonly value: number | null;
      readonly timeMs: number;
      /** It waited on a disk: too old to page anyone or to prove that all is well now. */
      readonly backlog: boolean;
    }
  | { readonly kind: 'clock' };

/**
 * One step of the state machine, without side effects. A sample that is late, out of order or a gap
 * changes nothing; the same observations always give the same steps.
 * @param nowMs server time, never going backwards from one call to the next
 */
export function evaluate(
  rule: Rule,
  observation: Observation,
  state: SeriesState,
  nowMs: number,
): Evaluation {
  if (observation.kind === 'clock') {
    return rule.kind === 'absence'
      ? judgeSilence(rule, state, nowMs)
      : judgeGap(rule, state, nowMs);
  }
  const { value, timeMs, backlog } = observation;
  if (backlog || value === null || isOutOfOrder(state, timeMs)) return unchanged(state);
  return rule.kind === 'absence'
    ? hear(state, timeMs, nowMs)
    : judgeValue(rule, value, timeMs, state, nowMs);
}

/**
 * Compared with the arrival as well, so that a host whose clock ran ahead and was set back is not
 * ignored until its old future has passed.
 */
function isOutOfOrder(state: SeriesState, timeMs: number): boolean {
  return state.sampleMs !== null && timeMs <= Math.min(state.sampleMs, state.heardMs);
}

function judgeValue(
  rule: ThresholdRule,
  value: number,
  timeMs: number,
  state: SeriesState,
  nowMs: number,
): Evaluation {
  const heard = { sampleMs: timeMs, heardMs: nowMs };
  const active = (kind: ActiveState['kind'], sinceMs: number): SeriesState => ({
    ...heard,
    alert: { kind, sinceMs, value, valueAtMs: timeMs },
  });
  const { alert } = state;
  if (alert.kind === 'firing' && !isCleared(rule, value)) {
    return advance(state, active('firing', alert.sinceMs), nowMs, value);
  }
  if (alert.kind === 'firing' || !isBeyond(rule, value)) {
    return advance(state, { ...heard, alert: { kind: 'inactive' } }, nowMs, value);
  }
  const sinceMs = beyondSince(rule, timeMs, state);
  const kind = timeMs - sinceMs >= rule.forSeconds * 1000 ? 'firing' : 'pending';
  return advance(state, active(kind, sinceMs), nowMs, value);
}

/** The wait starts again after a gap and when the host's clock was set back. */
function beyondSince(rule: ThresholdRule, timeMs: number, state: SeriesState): number {
  if (state.alert.kind !== 'pending') return timeMs;
  const sinceLast = timeMs - (state.sampleMs ?? timeMs);
  const isContinuous = sinceLast <= rule.gapSeconds * 1000 && timeMs >= state.alert.sinceMs;
  return isContinuous ? state.alert.sinceMs : timeMs;
}

/** A gap ends a wait, which nobody was told about; a firing alert outlives it. */
function judgeGap(rule: ThresholdRule, state: SeriesState, nowMs: number): Evaluation {
  const isGap = nowMs - state.heardMs > rule.gapSeconds * 1000;
  if (state.alert.kind !== 'pending' || !isGap) return unchanged(state);
  return advance(state, { ...state, alert: { kind: 'inactive' } }, nowMs, null);
}

function hear(state: SeriesState, timeMs: number, nowMs: number): Evaluation {
  const heard: SeriesState = { alert: { kind: 'inactive' }, sampleMs: timeMs, heardMs: nowMs };
  return advance(state, heard, nowMs, null);
}

function judgeSilence(rule: AbsenceRule, state: SeriesState, nowMs: number): Evaluation {
  const silentMs = nowMs - state.heardMs;
  if (silentMs < rule.forSeconds * 1000) return unchanged(state);
  const value = Math.floor(silentMs / 1000);
  const alert = { kind: 'firing', sinceMs: state.heardMs, value, valueAtMs: nowMs } as const;
  return advance(state, { ...state, alert }, nowMs, value);
}
